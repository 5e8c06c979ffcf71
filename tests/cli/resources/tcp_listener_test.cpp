#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"
#include "cli/text/reference_keys.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

const json listening{{"id", "aa"},
                     {"transport", "TCP"},
                     {"mode", "Listening"},
                     {"address", "127.0.0.1:4000"},
                     {"worker_address", "bb"}};

} // namespace

TEST_CASE("a listener prints the address that it took") {
  test::fake_world world;
  world.nodes.nodes["n1"].replies.emplace("POST /v1/tcp-listeners", listening);
  const std::vector<noun> nouns{tcp_listener()};
  CHECK(world.run(nouns, "tcp-listener create 0 --at n1") == 0);
  CHECK(world.out.str() == "127.0.0.1:4000\n");
  CHECK(world.nodes.log.back() == R"(n1 POST /v1/tcp-listeners {"address":"127.0.0.1:0"})");
  CHECK(world.run(nouns, "tcp-listener create 0 --node n1 --output json") == 0);
  CHECK(json::parse(world.out.str())
        == with_reference_keys(listening, {"tcp-listener", "create", "n1"}));
  world.out_is_terminal = true;
  CHECK(world.run(nouns, "tcp-listener create 0 --at n1 --no-color") == 0);
  CHECK(world.out.str()
        == "TCP Listener:\n"
           "  ID: aa\n"
           "  Type: TCP\n"
           "  Mode: Listening\n"
           "  Address bind: 127.0.0.1:4000\n"
           "  Worker address: 0#bb\n");
}

TEST_CASE("the list of listeners has the bound address in its fourth column") {
  test::fake_world world;
  world.nodes.nodes["n1"].replies.emplace("GET /v1/tcp-listeners", json::array({listening}));
  const std::vector<noun> nouns{tcp_listener()};
  CHECK(world.run(nouns, "tcp-listener list --at n1") == 0);
  CHECK(world.out.str()
        == "+--------------+----------------+-----------+----------------+----------------+\n"
           "| Transport ID | Transport Type | Mode      | Address bind   | Worker address |\n"
           "+--------------+----------------+-----------+----------------+----------------+\n"
           "| aa           | TCP            | Listening | 127.0.0.1:4000 | 0#bb           |\n"
           "+--------------+----------------+-----------+----------------+----------------+\n");
}

TEST_CASE("a listener is deleted by its address") {
  test::fake_world world;
  world.nodes.nodes["n1"].replies.emplace("DELETE /v1/tcp-listeners/127.0.0.1:4000", listening);
  const std::vector<noun> nouns{tcp_listener()};
  CHECK(world.run(nouns, "tcp-listener delete 127.0.0.1:4000 --at n1") == 0);
  CHECK(world.out.str() == "aa\n");
}
