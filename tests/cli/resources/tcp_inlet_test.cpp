#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"
#include "cli/text/reference_keys.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

const json web_inlet{{"alias", "web"},
                     {"from", "127.0.0.1:6000"},
                     {"to", "/service/outlet"},
                     {"route", "0#9f => 0#outlet"},
                     {"status", "up"},
                     {"reason", ""},
                     {"encrypted", true},
                     {"peer", "I1"},
                     {"peer_expected", false},
                     {"ends_at_project", false},
                     {"allow", ""},
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
  CHECK(json::parse(type.out.str())
        == with_reference_keys(web_inlet, {"tcp-inlet", "create", "n1"}));

  type.out_is_terminal = true;
  CHECK(type("tcp-inlet create --at n1 --to /service/outlet --no-color") == 0);
  CHECK(type.out.str()
        == "Inlet:\n"
           "  Alias: web\n"
           "  TCP Address: 127.0.0.1:6000\n"
           "  To Outlet Address: /service/outlet\n"
           "  Status: up\n"
           "  Encrypted: yes\n"
           "  Peer: I1 (nobody said who is expected)\n"
           "  Allow: everybody\n");
}

TEST_CASE("who makes an inlet is told once what it does not protect, beside the answer") {
  inlet_line type;
  const auto warned = [&](json reply) {
    auto& made = type.n1.replies.at("POST /v1/tcp-inlets");
    made = web_inlet;
    made->update(reply);
    CHECK(type("tcp-inlet create --at n1 --to /service/outlet") == 0);
    CHECK(type.out.str() == "127.0.0.1:6000\n");
    return type.err.str();
  };
  CHECK(warned({{"encrypted", false}}).find("this portal is not encrypted") == 0);
  CHECK(warned({{"peer", "I7"}}).find("keeps to whoever answers first, now I7")
        != std::string::npos);
  CHECK(warned({{"peer_expected", true}}).empty());
}

TEST_CASE("an inlet leads to a service behind a relay, or takes one of several routes") {
  inlet_line type;
  type.nodes.hub_routes = {"/node/n3"};
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
                            "  Status: up\n"
                            "  Encrypted: yes\n"
                            "  Peer: I1 (nobody said who is expected)\n"
                            "  Allow: everybody\n";
  CHECK(type("tcp-inlet list --at n1") == 0);
  CHECK(type.out.str() == block);
  CHECK(type("tcp-inlet show web --at n1") == 0);
  CHECK(type.out.str() == block);
  CHECK(type("tcp-inlet delete web --at n1 -y") == 0);
  CHECK(type.out.str() == "web\n");
  CHECK(type("tcp-inlet show other --node n1") == 70);
}

TEST_CASE(
    "an inlet whose route is not proven is there, and is not done unless nobody was to wait") {
  inlet_line type;
  auto trying = web_inlet;
  trying["status"] = "connecting", trying["reason"] = "connection refused";
  type.n1.replies.find("POST /v1/tcp-inlets")->second = trying;
  const std::string line = "tcp-inlet create web --at n1 --to /node/n3/service/outlet";
  CHECK(type(line) == 69);
  CHECK(type.out.str() == "");
  CHECK(
      type.err.str()
      == "ockam tcp-inlet create: inlet web listens on 127.0.0.1:6000, and its route is connecting "
         "(connection refused); node n1 goes on trying (try: ockam tcp-inlet show web --at n1)\n");
  CHECK(type(line + " --no-connection-wait") == 0);
  CHECK(type.out.str() == "127.0.0.1:6000\n");
  CHECK(type.err.str().find("goes on trying") != std::string::npos);

  type.n1.replies.emplace("GET /v1/tcp-inlets/web", web_inlet);
  CHECK(type(line + " --wait 5s") == 0);
  CHECK(type.nodes.log.back() == "n1 GET /v1/tcp-inlets/web");
  CHECK(type.out.str() == "127.0.0.1:6000\n");
  CHECK(type(line + " --wait 5s --no-connection-wait") == 65);
}

TEST_CASE("an inlet is refused an alias that is a port, and a route without a slash") {
  inlet_line type;
  CHECK(type("tcp-inlet create 6000 --at n1 --to /node/n3/service/outlet") == 65);
  CHECK(type("tcp-inlet create --at n1 --from 6000 --to n3/service/outlet") == 65);
  CHECK(type.err.str()
        == "ockam tcp-inlet create: --to n3/service/outlet is neither a route nor the name of an "
           "outlet (--to /node/n3/service/outlet)\n");
  CHECK(type.nodes.log.empty());
}
