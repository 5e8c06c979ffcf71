#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

const json web_inlet{{"alias", "web"},
                     {"from", "127.0.0.1:6000"},
                     {"to", "/service/outlet"},
                     {"route", "0#9f => 0#outlet"},
                     {"status", "down"},
                     {"reason", "connection refused"},
                     {"streams", 0}};

struct inlet_line : test::fake_world {
  std::vector<noun> nouns{tcp_inlet()};
  test::fake_node& n1 = nodes.nodes["n1"];
  inlet_line() {
    nodes.nodes["n3"].port = 4003;
    n1.replies.emplace("POST /v1/tcp-inlets", web_inlet);
  }
  int operator()(const std::string& line) { return run(nouns, line); }
};

} // namespace

TEST_CASE("an inlet prints where clients connect to a pipe, and everything to people") {
  inlet_line type;
  CHECK(type("tcp-inlet create --at /node/n1 --from 127.0.0.1:6000 --to /node/n3/service/outlet")
        == 0);
  CHECK(type.out.str() == "127.0.0.1:6000\n");
  CHECK(type.nodes.log.back()
        == R"(n1 POST /v1/tcp-inlets {"from":"127.0.0.1:6000",)"
           R"("to":"/ip4/127.0.0.1/tcp/4003/service/outlet"})");
  CHECK(type("tcp-inlet create --at n1 --to /service/outlet --output json") == 0);
  CHECK(json::parse(type.out.str()) == web_inlet);

  type.out_is_terminal = true;
  CHECK(type("tcp-inlet create --at n1 --to /service/outlet --no-color") == 0);
  CHECK(type.out.str()
        == "Inlet:\n"
           "  Alias: web\n"
           "  TCP Address: 127.0.0.1:6000\n"
           "  To Outlet Address: /service/outlet\n"
           "  Status: down (connection refused)\n");
}

TEST_CASE("an inlet leads to a service behind a relay, or takes one of several routes") {
  inlet_line type;
  type.nodes.hub_route = "/node/n3";
  CHECK(type("tcp-inlet create --at n1 --from 6000 --via office --to web") == 0);
  CHECK(type.nodes.log.back()
        == R"(n1 POST /v1/tcp-inlets {"from":"127.0.0.1:6000",)"
           R"("to":"/ip4/127.0.0.1/tcp/4003/service/forward_to_office/secure/api/service/web"})");
  CHECK(type("tcp-inlet create --at n1 --from 6000 --to /node/n3/service/a --to /service/b") == 0);
  CHECK(type.nodes.log.back()
        == R"(n1 POST /v1/tcp-inlets {"from":"127.0.0.1:6000",)"
           R"("to":["/ip4/127.0.0.1/tcp/4003/service/a","/service/b"]})");
}

TEST_CASE("an inlet takes a free port and its alias either way") {
  inlet_line type;
  for (auto line : {"tcp-inlet create web --node n1 --to /service/outlet",
                    "tcp-inlet create --alias web --at n1 --to /service/outlet"}) {
    CHECK(type(line) == 0);
    CHECK(type.nodes.log.back()
          == R"(n1 POST /v1/tcp-inlets {"alias":"web","from":"127.0.0.1:0",)"
             R"("to":"/service/outlet"})");
  }
  CHECK(type("tcp-inlet create web --alias other --at n1 --to /service/outlet") == 65);
  CHECK(type.err.str() == "ockam tcp-inlet create: ALIAS is given twice: web and --alias other\n");
}

TEST_CASE("an inlet says who the outlet may be and who it is itself") {
  inlet_line type;
  CHECK(type("tcp-inlet create --at n1 --from 7000 --to /node/n3/secure/api/service/outlet "
             "--authorized I1 -a I2 --identity alice")
        == 0);
  CHECK(type.nodes.log.back()
        == R"(n1 POST /v1/tcp-inlets {"authorized":["I1","I2"],"from":"127.0.0.1:7000",)"
           R"("identity":"alice","to":"/ip4/127.0.0.1/tcp/4003/secure/api/service/outlet"})");
}

TEST_CASE("an inlet takes the first part of its route from a pipe, or nothing happens") {
  inlet_line type;
  type.in.str("/service/9f\n");
  CHECK(type("tcp-inlet create --at n1 --from 7000 --to -/service/outlet") == 0);
  CHECK(type.nodes.log.back()
        == R"(n1 POST /v1/tcp-inlets {"from":"127.0.0.1:7000",)"
           R"("to":"/service/9f/service/outlet"})");
  type.nodes.log.clear();
  CHECK(type("tcp-inlet create --at n1 --from 7000 --to -/service/outlet") == 66);
  CHECK(type.out.str() == "");
  CHECK(type.nodes.log.empty());
}

TEST_CASE("an inlet is listed, shown and deleted by its alias") {
  inlet_line type;
  auto up = web_inlet;
  up["status"] = "up", up["reason"] = "";
  type.n1.replies.emplace("GET /v1/tcp-inlets", json::array({up}));
  type.n1.replies.emplace("GET /v1/tcp-inlets/web", up);
  type.n1.replies.emplace("DELETE /v1/tcp-inlets/web", up);
  const std::string block = "Inlet:\n"
                            "  Alias: web\n"
                            "  TCP Address: 127.0.0.1:6000\n"
                            "  To Outlet Address: /service/outlet\n"
                            "  Status: up\n";
  CHECK(type("tcp-inlet list --at n1") == 0);
  CHECK(type.out.str() == block);
  CHECK(type("tcp-inlet show web --at n1") == 0);
  CHECK(type.out.str() == block);
  CHECK(type("tcp-inlet delete web --at n1 -y") == 0);
  CHECK(type.out.str() == "web\n");
  CHECK(type("tcp-inlet show other --node n1") == 70);
}
