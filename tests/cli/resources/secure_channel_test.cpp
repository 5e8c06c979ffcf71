#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

const std::string address = "d92ef0aea946ec01cdbccc5b9d3f2e16";
const json channel{
    {"address", address},      {"role", "initiator"}, {"to", "/ip4/127.0.0.1/tcp/7000/service/api"},
    {"route", "0#9f => 0#1c"}, {"identifier", "Iaa"}, {"peer_identifier", "Ibb"},
    {"decryptor", "77"}};

struct channel_line : test::fake_world {
  std::vector<noun> nouns{secure_channel()};
  test::fake_node& yellow = nodes.nodes["yellow"];
  channel_line() {
    nodes.nodes["green"].port = 7000;
    yellow.replies.emplace("POST /v1/secure-channels", channel);
  }
  int operator()(const std::string& line) { return run(nouns, line); }
};

const std::string create = "secure-channel create --from /node/yellow --to "
                           "/node/green/service/forward_to_blue/service/api";

} // namespace

TEST_CASE("a channel prints the hop through it to a pipe, and nothing else") {
  channel_line type;
  CHECK(type(create) == 0);
  CHECK(type.out.str() == "/service/" + address + "\n");
  CHECK(type.err.str() == "");
  CHECK(type.nodes.log.back()
        == R"(yellow POST /v1/secure-channels )"
           R"({"to":"/ip4/127.0.0.1/tcp/7000/service/forward_to_blue/service/api"})");
}

TEST_CASE("on a terminal a channel says from where to where on standard error") {
  channel_line type;
  type.out_is_terminal = true;
  CHECK(type(create) == 0);
  CHECK(type.out.str() == "");
  CHECK(type.err.str()
        == "\n"
           "  Created Secure Channel:\n"
           "  • From: /node/yellow\n"
           "  •   To: /node/green/service/forward_to_blue/service/api "
           "(/ip4/127.0.0.1/tcp/7000/service/forward_to_blue/service/api)\n"
           "  •   At: /service/"
               + address + "\n");
  CHECK(type(create + " --quiet") == 0);
  CHECK(type.out.str() + type.err.str() == "");
}

TEST_CASE("a channel as JSON is one document, in a pipe and on a terminal") {
  channel_line type;
  for (const auto terminal : {false, true}) {
    type.out_is_terminal = terminal;
    CHECK(type(create + " --output json") == 0);
    CHECK(json::parse(type.out.str()) == json::array({{{"address", "/service/" + address}}}));
    CHECK(type.err.str() == "");
  }
}

TEST_CASE("a channel says whom it trusts and who it is") {
  channel_line type;
  CHECK(type("secure-channel create --from yellow --to /service/api -a I1,I2 -a I3 "
             "--identity alice --timeout 2s")
        == 0);
  CHECK(type.nodes.log.back()
        == R"(yellow POST /v1/secure-channels {"authorized":["I1","I2","I3"],)"
           R"("identity":"alice","timeout_ms":2000,"to":"/service/api"})");
}

TEST_CASE("a route that ends with no listener is refused before anything is asked") {
  channel_line type;
  CHECK(type("secure-channel create --from yellow --to /node/green") == 65);
  CHECK(type.err.str()
        == "ockam secure-channel create: --to /node/green ends with a node and names no listener "
           "there (--to /node/green/service/api)\n");
  CHECK(type("secure-channel create --from yellow --to /node/green/secure/api") == 65);
  CHECK(type.err.str()
        == "ockam secure-channel create: --to /node/green/secure/api ends with a channel and not "
           "with a listener (write /service/api at its end)\n");
  CHECK(type("secure-channel create --from yellow --to green") == 65);
  CHECK(type.err.str()
        == "ockam secure-channel create: --to green is not a route (--to "
           "/node/green/service/api)\n");
  CHECK(type("secure-channel create --from yellow --to /node/red/service/api") == 70);
  CHECK(type("secure-channel create --from yellow") == 2);
  CHECK(type.nodes.log.empty());
}

TEST_CASE("channels are listed one a line in a pipe, and as blocks for people") {
  channel_line type;
  auto other = channel;
  other["address"] = "00", other["role"] = "responder", other["to"] = "";
  type.yellow.replies.emplace("GET /v1/secure-channels", json::array({channel, other}));
  CHECK(type("secure-channel list --at yellow") == 0);
  CHECK(type.out.str() == "/service/" + address + "\n/service/00\n");
  type.out_is_terminal = true;
  CHECK(type("secure-channel list --at yellow --no-color") == 0);
  CHECK(type.out.str().starts_with("Secure Channel:\n  At: /service/" + address
                                   + "\n  Role: initiator\n"));
  CHECK(type.out.str().find("Peer Identifier: Ibb\n") != std::string::npos);
}

TEST_CASE("a channel is shown and deleted by its address, however that is written") {
  channel_line type;
  for (auto verb : {"GET", "DELETE"})
    type.yellow.replies.emplace(std::string(verb) + " /v1/secure-channels/" + address, channel);
  for (const auto& name : {address, "/service/" + address, "0#" + address}) {
    CHECK(type("secure-channel show " + name + " --at yellow") == 0);
    CHECK(type("secure-channel delete --at yellow " + name) == 0);
    CHECK(type.out.str() == address + "\n");
  }
}

TEST_CASE("deleting a channel that is not there is said, and no failure") {
  channel_line type;
  type.yellow.replies.emplace("DELETE /v1/secure-channels/00",
                              fail(errc::not_found, "channel with address 00 not found"));
  CHECK(type("secure-channel delete 00 --at yellow") == 0);
  CHECK(type.out.str() == "");
  CHECK(type.err.str() == "channel with address 00 not found\n");
  CHECK(type("secure-channel show 00 --at yellow") == 70);
  CHECK(type("secure-channel delete 00 --at red") == 70);
}
