#include "channels/handshake/channel_world.hpp"
#include "channels/workers/channel_room.hpp"

using namespace ockam;
using namespace ockam::tests;
using channels::channel_role;

TEST_CASE_FIXTURE(channel_world, "whoever begins one channel too many is told how many there are") {
  alice.with.limits = *config::limits::read(std::vector<std::string>{"channels=1"});
  const auto room = [&] {
    return make_channel_room(alice.with, channel_role::initiator, "", id_of(2));
  };
  CHECK(room()->empty());
  bob.listen_for_channels();
  REQUIRE(alice.open_channel(alice.to("bob", {"api"})));
  REQUIRE_FALSE(room());
  CHECK(room().error().code == errc::limit);
  CHECK(room().error().message.find("1") != std::string::npos);
}
