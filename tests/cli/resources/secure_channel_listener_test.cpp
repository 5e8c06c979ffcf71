#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

const json staff{{"address", "staff"}, {"identifier", "Iaa"}, {"authorized", {"I1", "I2"}}};

struct listener_line : test::fake_world {
  std::vector<noun> nouns{secure_channel_listener()};
  test::fake_node& n1 = nodes.nodes["n1"];
  listener_line() { n1.replies.emplace("POST /v1/secure-channel-listeners", staff); }
  int operator()(const std::string& line) { return run(nouns, line); }
};

} // namespace

TEST_CASE("a listener prints its address") {
  listener_line type;
  for (auto name : {"staff", "/service/staff"}) {
    CHECK(type("secure-channel-listener create " + std::string(name)
               + " --at n1 --authorized I1 --authorized I2 --identity office")
          == 0);
    CHECK(type.out.str() == "/service/staff\n");
    CHECK(type.nodes.log.back()
          == R"(n1 POST /v1/secure-channel-listeners )"
             R"({"address":"staff","authorized":["I1","I2"],"identity":"office"})");
  }
  CHECK(type("secure-channel-listener create --at n1") == 2);
  CHECK(type("secure-channel-listener create /node/n1 --at n1") == 65);
}

TEST_CASE("listeners are listed, shown and deleted") {
  listener_line type;
  auto api = staff;
  api["address"] = "api", api["authorized"] = json::array();
  type.n1.replies.emplace("GET /v1/secure-channel-listeners", json::array({api, staff}));
  type.n1.replies.emplace("GET /v1/secure-channel-listeners/staff", staff);
  type.n1.replies.emplace("DELETE /v1/secure-channel-listeners/staff", staff);
  CHECK(type("secure-channel-listener list --at n1") == 0);
  CHECK(type.out.str() == "/service/api\n/service/staff\n");
  CHECK(type("secure-channel-listener show staff --at n1") == 0);
  CHECK(type.out.str()
        == "Secure Channel Listener:\n"
           "  Address: /service/staff\n"
           "  Identifier: Iaa\n"
           "  Authorized: I1, I2\n");
  CHECK(type("secure-channel-listener delete /service/staff --at n1") == 0);
  CHECK(type.out.str() == "staff\n");
  CHECK(type("secure-channel-listener delete other --at n1") == 70);

  type.out_is_terminal = true;
  CHECK(type("secure-channel-listener list --at n1 --no-color") == 0);
  CHECK(type.out.str().find("  Authorized: everybody\n") != std::string::npos);
}
