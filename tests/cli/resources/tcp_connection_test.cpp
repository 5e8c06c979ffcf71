#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"
#include "cli/text/reference_keys.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

const json document_row{{"id", "370229d91f735adffc928320bed3f2d1"},
                        {"transport", "TCP"},
                        {"mode", "Remote connection"},
                        {"socket_address", "127.0.0.1:7000"},
                        {"worker_address", "1fb75f2e7234035461b261602a714b72"}};

struct connection_line : test::fake_world {
  std::vector<noun> nouns{tcp_connection()};
  test::fake_node& n1 = nodes.nodes["n1"];
  int operator()(const std::string& line) { return run(nouns, line); }
};

} // namespace

TEST_CASE("the list of TCP connections is the table of the documents, byte for byte") {
  connection_line type;
  type.n1.replies.emplace("GET /v1/tcp-connections", json::array({document_row}));
  for (auto line : {"tcp-connection list --node n1", "tcp-connection list --at /node/n1",
                    "tcp-connection list -n n1"}) {
    CHECK(type(line) == 0);
    CHECK(type.out.str()
          == "+----------------------------------+----------------+-------------------+------------"
             "----+------------------------------------+\n"
             "| Transport ID                     | Transport Type | Mode              | Socket "
             "address | Worker address                     |\n"
             "+----------------------------------+----------------+-------------------+------------"
             "----+------------------------------------+\n"
             "| 370229d91f735adffc928320bed3f2d1 | TCP            | Remote connection | "
             "127.0.0.1:7000 | 0#1fb75f2e7234035461b261602a714b72 |\n"
             "+----------------------------------+----------------+-------------------+------------"
             "----+------------------------------------+\n");
    CHECK(type.err.str() == "");
  }
}

TEST_CASE("a list without connections is the header, and [] in JSON") {
  connection_line type;
  type.nodes.chosen = "n1";
  type.n1.replies.emplace("GET /v1/tcp-connections", json::array());
  CHECK(type("tcp-connection list") == 0);
  CHECK(type.out.str()
        == "+--------------+----------------+------+----------------+----------------+\n"
           "| Transport ID | Transport Type | Mode | Socket address | Worker address |\n"
           "+--------------+----------------+------+----------------+----------------+\n");
  CHECK(type("tcp-connection list --output json") == 0);
  CHECK(type.out.str() == "[]\n");
}

TEST_CASE("a new connection is a block for people, a hop for a pipe, and an object in JSON") {
  connection_line type;
  type.n1.replies.emplace("POST /v1/tcp-connections", document_row);
  CHECK(type("tcp-connection create --from n1 --to 127.0.0.1:7000") == 0);
  CHECK(type.out.str() == "/service/1fb75f2e7234035461b261602a714b72\n");
  CHECK(type.nodes.log.back() == R"(n1 POST /v1/tcp-connections {"to":"127.0.0.1:7000"})");

  CHECK(type("tcp-connection create -f n1 -t 7000 --output json --timeout 2s") == 0);
  CHECK(json::parse(type.out.str())
        == with_reference_keys(document_row, {"tcp-connection", "create", "n1"}));
  CHECK(type.nodes.log.back()
        == R"(n1 POST /v1/tcp-connections {"timeout_ms":2000,"to":"127.0.0.1:7000"})");

  type.out_is_terminal = true;
  type.no_color = true;
  CHECK(type("tcp-connection create --from n1 --to 127.0.0.1:7000") == 0);
  CHECK(type.out.str()
        == "\n"
           "  TCP Connection:\n"
           "    ID: 370229d91f735adffc928320bed3f2d1\n"
           "    From: /node/n1\n"
           "    To: 127.0.0.1:7000 (/ip4/127.0.0.1/tcp/7000)\n");
  CHECK(type("tcp-connection create --from n1 --to [::1]:70") == 0);
  CHECK(type.out.str().find("To: [::1]:70 (/ip6/::1/tcp/70)") != std::string::npos);
  CHECK(type("tcp-connection create --from n1 --to hub.example.net:70") == 0);
  CHECK(type.out.str().find("(/dnsaddr/hub.example.net/tcp/70)") != std::string::npos);
}

TEST_CASE("a connection is shown and deleted by its identifier or its address") {
  connection_line type;
  type.nodes.chosen = "n1";
  type.n1.replies.emplace("GET /v1/tcp-connections/1fb7", document_row);
  type.n1.replies.emplace("DELETE /v1/tcp-connections/1fb7", document_row);
  for (auto id : {"1fb7", "/service/1fb7", "0#1fb7"}) {
    CHECK(type(std::string("tcp-connection show ") + id) == 0);
    CHECK(type.out.str()
          == "TCP Connection:\n"
             "  ID: 370229d91f735adffc928320bed3f2d1\n"
             "  Type: TCP\n"
             "  Mode: Remote connection\n"
             "  Socket address: 127.0.0.1:7000\n"
             "  Worker address: 0#1fb75f2e7234035461b261602a714b72\n");
  }
  CHECK(type("tcp-connection delete 1fb7 --yes") == 0);
  CHECK(type.out.str() == "370229d91f735adffc928320bed3f2d1\n");
  type.out_is_terminal = true;
  CHECK(type("tcp-connection delete -y 1fb7") == 0);
  CHECK(type.out.str() == "TCP connection `370229d91f735adffc928320bed3f2d1` deleted\n");
}

TEST_CASE("what cannot be done is said by who knows it") {
  connection_line type;
  CHECK(type("tcp-connection list --node n9") == 70);
  CHECK(type.err.str() == "ockam tcp-connection list: node n9 not found (try: ockam node list)\n");
  CHECK(type("tcp-connection list") == 70);
  CHECK(type("tcp-connection show ../x --at n1") == 70);
  CHECK(type.nodes.log.back() == "n1 GET /v1/tcp-connections/..%2Fx");
  type.n1.running = false;
  CHECK(type("tcp-connection list --at n1") == 69);
  CHECK(type.err.str()
        == "ockam tcp-connection list: node n1 does not run (try: ockam node start n1)\n");
  CHECK(type("tcp-connection create --from n1 --to nowhere") == 65);
  CHECK(type("tcp-connection create --from n1") == 2);
  CHECK(type("tcp-connection create --from n1 --to 1 --timeout soon") == 65);
  CHECK(type.out.str() == "");
}
