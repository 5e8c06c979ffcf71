#include "channels/channel_world.hpp"

#include <caf/send.hpp>

using namespace ockam;
using namespace ockam::tests;
using channels::channel_role;
using channels::trust;
using wire::local;

namespace {

wire::identifier id_of(std::uint8_t byte) { return person(byte).who.id(); }

} // namespace

TEST_CASE("both ends of a channel know each other, and what comes out says who sent it") {
  channel_world w;
  const auto channel = w.open();
  CHECK(channel.peer == id_of(2));
  CHECK(channel.self == id_of(1));
  CHECK(channel.role == channel_role::initiator);
  REQUIRE(w.bob.channels.size() == 1);
  CHECK(w.bob.channels.list()[0].peer == id_of(1));
  CHECK(w.bob.channels.list()[0].role == channel_role::responder);

  auto& seen = w.bob.start<probe>("probe");
  auto& back = w.alice.start<probe>("back");
  w.alice.send({local(channel.encryptor), local("probe")}, "hello", {local("back")});
  w.world.settle();
  REQUIRE(seen.all.size() == 1);
  CHECK(seen.all[0].payload == "hello");
  CHECK(seen.all[0].onward == "0#probe");
  CHECK(seen.peers[0] == id_of(1));
  w.bob.send(seen.last, "hello yourself");
  w.world.settle();
  REQUIRE(back.all.size() == 1);
  CHECK(back.all[0].payload == "hello yourself");
  CHECK(back.peers[0] == id_of(2));
}
