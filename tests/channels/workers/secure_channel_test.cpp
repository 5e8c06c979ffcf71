#include "channels/handshake/channel_world.hpp"

#include <caf/send.hpp>

using namespace ockam;
using namespace ockam::tests;
using channels::allow_list;
using channels::channel_role;
using wire::local;

namespace {

/// Whether the payload that goes in at one end comes out at the other.
bool carries(channel_world& w, const channels::channel_info& channel, std::string_view payload) {
  auto& seen = w.bob.start<probe>("seen");
  w.alice.send({local(channel.encryptor), local("seen")}, payload);
  w.world.settle();
  const auto came = seen.all.size() == 1 && seen.all[0].payload == payload;
  caf::anon_send_exit(seen.address(), caf::exit_reason::user_shutdown);
  w.bob.workers.remove(local("seen"));
  w.world.settle();
  return came;
}

} // namespace

TEST_CASE("both ends of a channel know each other, and what comes out says who sent it") {
  channel_world w;
  const auto channel = w.open();
  CHECK(channel.peer == id_of(2));
  CHECK(channel.self == id_of(1));
  CHECK(channel.role == channel_role::initiator);
  REQUIRE(w.bob.channels.size() == 1);
  const auto theirs = w.bob.channels.list()[0];
  CHECK(theirs.peer == id_of(1));
  CHECK(theirs.role == channel_role::responder);
  CHECK(w.bob.channels.find(theirs.decryptor)->encryptor == theirs.encryptor);
  CHECK(w.bob.links.unknown() == 0); // who completed a channel is known

  auto& seen = w.bob.start<probe>("probe");
  auto& back = w.alice.start<probe>("back");
  w.alice.send({local(channel.encryptor), local("probe")}, "hello", {local("back")});
  w.world.settle();
  REQUIRE(seen.all.size() == 1);
  CHECK(seen.all[0].payload == "hello");
  CHECK(seen.all[0].onward == "0#probe");
  CHECK(seen.all[0].return_route == "0#" + theirs.encryptor + " => 0#back");
  CHECK(seen.peers[0] == id_of(1));
  w.bob.send(seen.last, "hello yourself");
  w.world.settle();
  REQUIRE(back.all.size() == 1);
  CHECK(back.all[0].payload == "hello yourself");
  CHECK(back.peers[0] == id_of(2));
}

TEST_CASE("hundreds of messages pass both ways, across many new keys") {
  channel_world w;
  const auto channel = w.open();
  auto& back = w.alice.start<probe>("back");
  for (int i = 0; i < 300; ++i)
    w.alice.send({local(channel.encryptor), local("echo")}, std::string(i, 'x'), {local("back")});
  w.world.settle();
  REQUIRE(back.all.size() == 300);
  for (std::size_t i = 0; i < 300; ++i) CHECK(back.all[i].payload.size() == i);
}

TEST_CASE("data right behind the last message of the handshake arrives") {
  channel_world w;
  w.bob.listen_for_channels();
  auto& seen = w.bob.start<probe>("probe");
  auto& node = w.alice;
  const auto opening = channels::open_channel(
      node.with, {node.to("bob", {"api"}), node.with.self, {}, 5s}, [&](auto made) {
        REQUIRE(made);
        node.send({local(made->encryptor), local("probe")}, "early");
      });
  w.world.settle();
  REQUIRE(seen.all.size() == 1);
  CHECK(seen.all[0].payload == "early");
}

TEST_CASE("a channel that is closed on one side takes its workers with it on both") {
  for (const auto by_initiator : {true, false}) {
    CAPTURE(by_initiator);
    channel_world w;
    w.bob.listen_for_channels();
    const auto way = w.alice.to("bob", {"api"});
    const auto before = std::pair(w.alice.workers.size(), w.bob.workers.size());
    const auto channel = w.alice.open_channel(way);
    REQUIRE(channel);
    w.world.settle();
    CHECK(w.bob.workers.size() == before.second + 2);
    const auto closed = by_initiator ? channel->actor : w.bob.channels.list()[0].actor;
    caf::anon_send_exit(closed, caf::exit_reason::user_shutdown);
    w.world.settle();
    CHECK(w.alice.channels.size() == 0);
    CHECK(w.bob.channels.size() == 0);
    CHECK(std::pair(w.alice.workers.size(), w.bob.workers.size()) == before);
    CHECK(w.alice.links.size() == 1); // the link is not the channel's
  }
}

TEST_CASE("when the link below ends the channel ends on both sides") {
  channel_world w;
  const auto channel = w.open();
  const auto link = wire::address{channel.way.front()}.value;
  REQUIRE(w.alice.links.close(link));
  w.world.settle();
  CHECK(w.alice.channels.size() == 0);
  CHECK(w.bob.channels.size() == 0);
}

TEST_CASE("a channel without its encryptor is none") {
  channel_world w;
  const auto channel = w.open();
  caf::anon_send_exit(w.alice.workers.find(local(channel.encryptor)).actor(),
                      caf::exit_reason::user_shutdown);
  w.world.settle();
  CHECK(w.alice.channels.size() == 0);
}

TEST_CASE("whoever does not answer is given up in time, and leaves nothing behind") {
  channel_world w;
  const auto way = w.alice.to("bob", {"nobody"});
  const auto before = w.alice.workers.size();
  const auto started = w.world.clock.now();
  const auto failed = w.alice.open_channel(way, {}, 3s);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == errc::timed_out);
  CHECK(w.world.clock.now() - started == 3s);
  CHECK(w.alice.workers.size() == before);
}

TEST_CASE("an opening that goes takes its handshake along") {
  channel_world w;
  auto answered = false;
  const auto way = w.alice.to("bob", {"nobody"});
  const auto before = w.alice.workers.size();
  {
    const auto opening = channels::open_channel(w.alice.with, {way, w.alice.with.self, {}, 5s},
                                                [&](const auto&) { answered = true; });
    w.world.settle();
    CHECK(w.alice.workers.size() == before + 1);
  }
  w.world.advance(10s);
  CHECK_FALSE(answered);
  CHECK(w.alice.workers.size() == before);
}

TEST_CASE("a way that leads nowhere, or ends meanwhile, is said at once") {
  channel_world w;
  const auto nowhere = w.alice.open_channel({local("no link"), local("api")});
  REQUIRE_FALSE(nowhere);
  CHECK(nowhere.error().code == errc::unavailable);

  std::optional<errc> code;
  const auto way = w.alice.to("bob", {"nobody"});
  const auto opening = channels::open_channel(w.alice.with, {way, w.alice.with.self, {}, 5s},
                                              [&](auto made) { code = made.error().code; });
  w.world.settle();
  w.alice.links.close(wire::address{way.front()}.value);
  w.world.settle();
  CHECK(code == errc::unavailable);
}

TEST_CASE("the initiator opens a channel only with whom it authorized") {
  channel_world w;
  w.bob.listen_for_channels();
  const auto refused = w.alice.open_channel(w.alice.to("bob", {"api"}), allow_list({id_of(3)}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == errc::denied);
  CHECK(refused.error().message.find(to_string(id_of(2))) != std::string::npos);
  w.world.advance(config::handshake_timeout + 1s);
  CHECK(w.bob.channels.size() == 0);
  CHECK(w.alice.open_channel(w.alice.to("bob", {"api"}), allow_list({id_of(3), id_of(2)})));
}

TEST_CASE("the listener lets nobody in whom it did not authorize, and says nothing") {
  channel_world w;
  auto& listener = w.bob.listen_for_channels(allow_list({id_of(3)}));
  REQUIRE(w.alice.open_channel(w.alice.to("bob", {"api"}))); // it can not know
  w.world.settle();
  CHECK(w.bob.channels.size() == 0);
  CHECK(listener.unfinished() == 0);
  channel_node carol{w.world, "carol", 3};
  REQUIRE(carol.open_channel(carol.to("bob", {"api"})));
  w.world.settle();
  CHECK(w.bob.channels.size() == 1);
}

TEST_CASE("what was attested for another time opens no channel") {
  struct clock_of_alice {
    std::uint64_t time;
    const char* why;
  };
  const std::uint64_t years = 365 * 24 * 3600;
  for (const auto& [time, why] : {clock_of_alice{tests::now - 3600, "not yet valid"},
                                  clock_of_alice{tests::now + 6 * years, "expired"}}) {
    channel_world w;
    w.bob.listen_for_channels();
    w.alice.wall.time = time;
    const auto failed = w.alice.open_channel(w.alice.to("bob", {"api"}));
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == errc::denied);
    CHECK_MESSAGE(failed.error().message.find(why) != std::string::npos, failed.error().message);
  }
}

TEST_CASE("channels nest: what is inside sees the peer of the inner one") {
  channel_world w;
  channel_node carol{w.world, "carol", 3};
  carol.listen(1);
  carol.listen_for_channels();
  const auto outer = w.open();
  const auto to_carol = w.bob.to("carol", {"api"});
  wire::route through_bob{local(outer.encryptor)};
  through_bob.append(to_carol);
  const auto inner = w.alice.open_channel(through_bob);
  REQUIRE(inner);
  CHECK(inner->peer == id_of(3));
  auto& seen = carol.start<probe>("seen");
  auto& back = w.alice.start<probe>("back");
  w.alice.send({local(inner->encryptor), local("seen")}, "deep", {local("back")});
  w.world.settle();
  REQUIRE(seen.all.size() == 1);
  CHECK(seen.peers[0] == id_of(1));
  carol.send(seen.last, "and out");
  w.world.settle();
  REQUIRE(back.all.size() == 1);
  CHECK(back.peers[0] == id_of(3));
  // The end of the outer one is the end of the inner one, here and at carol's.
  caf::anon_send_exit(outer.actor, caf::exit_reason::user_shutdown);
  w.world.settle();
  CHECK(w.alice.channels.size() == 0);
  CHECK(w.bob.channels.size() == 0);
}

TEST_CASE("a node can open a channel with itself") {
  simulation world;
  channel_node alone{world, "alone", 1};
  alone.listen_for_channels();
  const auto channel = alone.open_channel({local("api")});
  REQUIRE(channel);
  CHECK(channel->peer == id_of(1));
  auto& back = alone.start<probe>("back");
  alone.send({local(channel->encryptor), local("echo")}, "me", {local("back")});
  world.settle();
  REQUIRE(back.all.size() == 1);
  CHECK(back.all[0].payload == "me");
}

TEST_CASE("a message that fits no frame is dropped before it costs a nonce") {
  channel_world w;
  const auto channel = w.open();
  const std::string large(config::frame_size_max - 50, 'x');
  for (int i = 0; i < 40; ++i) w.alice.send({local(channel.encryptor), local("echo")}, large);
  w.world.settle();
  CHECK(carries(w, channel, "still there"));
  CHECK(carries(w, channel, std::string(config::frame_size_max - 300, 'y')));
}

TEST_CASE("sealing leaves bytes alone that somebody else holds, too") {
  channel_world w;
  const auto channel = w.open();
  auto& seen = w.bob.start<probe>("probe");
  const auto original = transports::slice::copy_of(wire::view_of("mine"));
  w.alice.workers.route({{local(channel.encryptor), local("probe")}, {}, original});
  w.world.settle();
  CHECK(wire::text_of(original) == "mine");
  REQUIRE(seen.all.size() == 1);
  CHECK(seen.all[0].payload == "mine");
}
