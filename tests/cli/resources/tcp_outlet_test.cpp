#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"
#include "cli/text/reference_keys.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

const json web_outlet{{"alias", "outlet"},
                      {"address", "outlet"},
                      {"to", "127.0.0.1:9000"},
                      {"encrypted", true},
                      {"authorized", json::array()},
                      {"allow", "(= subject.role \"x\")"},
                      {"refusal", ""},
                      {"streams", 0}};

struct outlet_line : test::fake_world {
  std::vector<noun> nouns{tcp_outlet()};
  test::fake_node& n3 = nodes.nodes["n3"];
  int operator()(const std::string& line) { return run(nouns, line); }
};

} // namespace

TEST_CASE("an outlet prints its route, on a terminal as in a pipe") {
  outlet_line type;
  type.n3.replies.emplace("POST /v1/tcp-outlets", web_outlet);
  for (auto line : {"tcp-outlet create --at /node/n3 --from /service/outlet --to 127.0.0.1:9000",
                    "tcp-outlet create --at n3 --from outlet --to 9000",
                    "tcp-outlet create --node n3 --to 9000",
                    "tcp-outlet create --at n3 --from=/worker/outlet --to=127.0.0.1:9000"}) {
    type.out_is_terminal = !type.out_is_terminal;
    CHECK(type(line) == 0);
    CHECK(type.out.str() == "/service/outlet\n");
    CHECK(type.nodes.log.back()
          == R"(n3 POST /v1/tcp-outlets {"address":"outlet","to":"127.0.0.1:9000"})");
  }
}

TEST_CASE("an outlet may have an alias and a target by name") {
  outlet_line type;
  type.n3.replies.emplace("POST /v1/tcp-outlets", web_outlet);
  CHECK(type("tcp-outlet create --at n3 --from pg --to db.local:5432 --alias db --output json")
        == 0);
  CHECK(type.nodes.log.back()
        == R"(n3 POST /v1/tcp-outlets {"address":"pg","alias":"db","to":"db.local:5432"})");
  CHECK(json::parse(type.out.str())
        == with_reference_keys(web_outlet, {"tcp-outlet", "create", "n1"}));
}

TEST_CASE("an outlet may be for some only") {
  outlet_line type;
  type.n3.replies.emplace("POST /v1/tcp-outlets", web_outlet);
  CHECK(type("tcp-outlet create --at n3 --to 9000 --authorized I1,I2") == 0);
  CHECK(type.nodes.log.back()
        == R"(n3 POST /v1/tcp-outlets {"address":"outlet","authorized":["I1","I2"],)"
           R"("to":"127.0.0.1:9000"})");
}

TEST_CASE("outlets are listed as blocks, and a list without outlets is a sentence") {
  outlet_line type;
  type.n3.replies.emplace("GET /v1/tcp-outlets", json::array({web_outlet, web_outlet}));
  const std::string block = "Outlet:\n"
                            "  Alias: outlet\n"
                            "  From Outlet: /service/outlet\n"
                            "  To TCP: 127.0.0.1:9000\n"
                            "  Encrypted: only through a channel\n"
                            "  Peer: anybody whom the rule allows\n"
                            "  Allow: (= subject.role \"x\")\n";
  CHECK(type("tcp-outlet list --at n3") == 0);
  CHECK(type.out.str() == block + block);
  type.n3.replies.at("GET /v1/tcp-outlets") = json::array();
  CHECK(type("tcp-outlet list --node n3") == 0);
  CHECK(type.out.str() == "");
  CHECK(type.err.str() == "no outlets on node n3\n");
  CHECK(type("tcp-outlet list --node n3 --output json") == 0);
  CHECK(type.out.str() == "[]\n");
  CHECK(type.err.str() == "");
}

TEST_CASE("an unknown outlet is not found") {
  outlet_line type;
  CHECK(type("tcp-outlet show web --at n3") == 70);
  CHECK(type.err.str().find("not found") != std::string::npos);
  CHECK(type("tcp-outlet delete /service/web --at n3") == 70);
  CHECK(type.nodes.log.back() == "n3 DELETE /v1/tcp-outlets/web");
  CHECK(type.out.str() == "");
}

TEST_CASE("an address that is not one worker's is refused") {
  outlet_line type;
  for (auto from : {"/node/n3", "/service/a/service/b", "/service", "/x/y"})
    CHECK(type(std::string("tcp-outlet create --at n3 --to 9000 --from ") + from) == 65);
  CHECK(type("tcp-outlet create --at n3 --to web") == 65);
  CHECK(type.nodes.log.empty());
}

TEST_CASE("an outlet shows whom it refused last, and why it is closed") {
  outlet_line type;
  auto closed = web_outlet;
  closed["allow"] = "false";
  closed["closed"] = "this node was in project office";
  closed["refusal"] = "a client was refused: \x1b[2J";
  type.n3.replies.emplace("GET /v1/tcp-outlets/outlet", closed);
  CHECK(type("tcp-outlet show outlet --at n3") == 0);
  CHECK(type.out.str().find("\n  Allow: nobody\n"
                            "  Closed: this node was in project office\n"
                            "  Refused last: a client was refused: \\x1b[2J\n")
        != std::string::npos);
}
