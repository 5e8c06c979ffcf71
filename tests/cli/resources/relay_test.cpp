#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"
#include "cli/text/reference_keys.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

const json blue{{"name", "blue"},
                {"role", "registered"},
                {"at", "/ip4/127.0.0.1/tcp/7000"},
                {"forwarding_route", "0#9f => 0#forward_to_blue"},
                {"remote_address", "forward_to_blue"},
                {"worker_address", "0#9f"},
                {"status", "up"},
                {"reason", ""}};

struct relay_line : test::fake_world {
  std::vector<noun> nouns{relay(), forwarder(), fowarder()};
  test::fake_node& client = nodes.nodes["blue"];
  relay_line() {
    nodes.nodes["green"].port = 7000;
    client.replies.emplace("POST /v1/relays", blue);
  }
  int operator()(const std::string& line) { return run(nouns, line); }
};

} // namespace

TEST_CASE("a relay prints its route and nothing else, however it is spelt") {
  relay_line type;
  for (auto line : {"relay create blue --at /node/green --to /node/blue",
                    "forwarder create blue --at /node/green --to /node/blue",
                    "fowarder create blue --at /node/green --to blue",
                    "relay create blue --at /node/green --node blue",
                    "relay create blue --at=/ip4/127.0.0.1/tcp/7000 -n blue"}) {
    type.out_is_terminal = !type.out_is_terminal;
    CHECK(type(line) == 0);
    CHECK(type.out.str() == "/service/forward_to_blue\n");
    CHECK(type.nodes.log.back()
          == R"(blue POST /v1/relays {"at":"/ip4/127.0.0.1/tcp/7000","name":"blue"})");
  }
  CHECK(type("relay create blue --at /node/green --to blue --output json") == 0);
  CHECK(json::parse(type.out.str()) == with_reference_keys(blue, {"relay", "create", "n1"}));
}

TEST_CASE("a relay is registered through a channel") {
  relay_line type;
  CHECK(type("relay create blue --at /node/green/secure/api --to blue --authorized I1 "
             "--identity alice")
        == 0);
  CHECK(type.nodes.log.back()
        == R"(blue POST /v1/relays {"at":"/ip4/127.0.0.1/tcp/7000/secure/api",)"
           R"("authorized":["I1"],"identity":"alice","name":"blue"})");
}

TEST_CASE("a relay without a name gets a random one, and without a node the default node") {
  relay_line type;
  type.nodes.chosen = "blue";
  CHECK(type("relay create --at /node/green --timeout 1s") == 0);
  const auto& asked = type.nodes.log.back();
  REQUIRE(asked.starts_with("blue POST /v1/relays "));
  const auto body = json::parse(asked.substr(asked.find('{')));
  CHECK(body["at"] == "/ip4/127.0.0.1/tcp/7000");
  CHECK(body["timeout_ms"] == 1000);
  CHECK(body["name"].get<std::string>().size() == 8);
}

TEST_CASE("relays are listed and shown with the heading of the noun that was typed") {
  relay_line type;
  type.client.replies.emplace("GET /v1/relays", json::array({blue}));
  type.client.replies.emplace("GET /v1/relays/forward_to_blue", blue);
  const std::string block = ":\n"
                            "  Forwarding Route: 0#9f => 0#forward_to_blue\n"
                            "  Remote Address: forward_to_blue\n"
                            "  Worker Address: 0#9f\n"
                            "  Role: registered\n"
                            "  Status: up\n";
  for (auto option : {"--to blue", "--at blue", "--at /node/blue", "--node blue", "-n blue"}) {
    CHECK(type(std::string("relay list ") + option) == 0);
    CHECK(type.out.str() == "Relay" + block);
  }
  CHECK(type("forwarder list --at blue") == 0);
  CHECK(type.out.str() == "Forwarder" + block);
  CHECK(type("forwarder show forward_to_blue --at blue") == 0);
  CHECK(type.out.str() == "Forwarder" + block);
  CHECK(type("relay show /service/forward_to_blue --at blue") == 0);
  CHECK(type.out.str() == "Relay" + block);
}

TEST_CASE("a node without relays is told so in a sentence") {
  relay_line type;
  type.client.replies.emplace("GET /v1/relays", json::array());
  CHECK(type("forwarder list --at blue") == 0);
  CHECK(type.out.str() == "");
  CHECK(type.err.str() == "no forwarders on node blue\n");
  CHECK(type("relay list --at blue --quiet") == 0);
  CHECK(type.err.str() == "");
}

TEST_CASE("a relay is deleted once") {
  relay_line type;
  type.client.replies.emplace("DELETE /v1/relays/blue", blue);
  CHECK(type("relay delete blue --at blue --yes") == 0);
  CHECK(type.out.str() == "blue\n");
  type.client.replies.clear();
  CHECK(type("relay delete blue --at blue --yes") == 70);
  CHECK(type.err.str().find("not found") != std::string::npos);
}

TEST_CASE("a relay at a node that is not there is refused before anything is asked") {
  relay_line type;
  CHECK(type("relay create blue --at /node/red --to blue") == 70);
  CHECK(type.err.str() == "ockam relay create: node red not found (try: ockam node list)\n");
  CHECK(type("relay create blue --at nowhere --to blue") == 65);
  CHECK(type.err.str() == "ockam relay create: --at nowhere is not a route (--at /node/nowhere)\n");
  CHECK(type("relay create blue --at /green --to blue") == 65);
  CHECK(type.nodes.log.empty());
}

TEST_CASE("a relay without a place is at the hub, or else in the project, and called default") {
  relay_line type;
  CHECK(type("relay create --to blue") == 0);
  CHECK(type.nodes.log.back()
        == R"(blue POST /v1/relays {"at":"/project/default","name":"default"})");
  type.nodes.hub_routes = {"/node/green"};
  CHECK(type("relay create office --to blue --no-connection-wait") == 0);
  CHECK(type.nodes.log.back()
        == R"(blue POST /v1/relays {"at":"/ip4/127.0.0.1/tcp/7000","name":"office",)"
           R"("no_connection_wait":true})");
}

TEST_CASE("a relay is at each of several places, or else at each hub") {
  relay_line type;
  type.nodes.nodes["red"].port = 7001;
  const std::string both = R"(blue POST /v1/relays {"at":["/ip4/127.0.0.1/tcp/7000",)"
                           R"("/ip4/127.0.0.1/tcp/7001"],"name":"office"})";
  CHECK(type("relay create office --at /node/green --at /node/red --to blue") == 0);
  CHECK(type.out.str() == "/service/forward_to_blue\n");
  CHECK(type.nodes.log.back() == both);
  CHECK(type("relay create office --at 127.0.0.1:7000,127.0.0.1:7001 --to blue") == 0);
  CHECK(type.nodes.log.back() == both);
  type.nodes.hub_routes = {"/node/green", "/node/red"};
  CHECK(type("relay create office --to blue") == 0);
  CHECK(type.nodes.log.back() == both);
  CHECK(type("relay create office --at /node/green --to blue") == 0);
  CHECK(type.nodes.log.back().find("7001") == std::string::npos);
}

TEST_CASE("a relay that is at one of two places is done, says so, and is shown with both") {
  relay_line type;
  type.nodes.nodes["red"].port = 7001;
  auto one_of_two = blue;
  one_of_two["at"] = json::array({"/ip4/127.0.0.1/tcp/7000", "/ip4/127.0.0.1/tcp/7001"});
  one_of_two["status"] = "degraded";
  one_of_two["reason"] = "at /ip4/127.0.0.1/tcp/7001 it is connecting: refused";
  one_of_two["proven_ms_ago"] = 3;
  one_of_two["places"] = {{{"at", "/ip4/127.0.0.1/tcp/7000"}, {"status", "up"}},
                          {{"at", "/ip4/127.0.0.1/tcp/7001"}, {"status", "connecting"}}};
  type.client.replies.at("POST /v1/relays") = one_of_two;
  type.client.replies.emplace("GET /v1/relays/blue", one_of_two);
  CHECK(type("relay create blue --at /node/green --at /node/red --to blue") == 0);
  CHECK(type.out.str() == "/service/forward_to_blue\n");
  CHECK(type.err.str()
        == "relay blue is not everywhere: degraded (at /ip4/127.0.0.1/tcp/7001 it is connecting: "
           "refused); node blue goes on trying\n");
  CHECK(type("relay show blue --to blue") == 0);
  CHECK(type.out.str().ends_with("  Places: 1 of 2 up\n"
                                 "    /ip4/127.0.0.1/tcp/7000: up\n"
                                 "    /ip4/127.0.0.1/tcp/7001: connecting\n"));
}
