// Payload that does not wait for the Pong: what an outlet knows of its streams, and both ends
// together.
#include "actors/portals/inlet_world.hpp"
#include "actors/streams/early_payload.hpp"

using namespace ockam;
using namespace ockam::tests;

namespace {

/// client -- inlet (a) == link == (b) outlet -- server
struct far_nodes {
  static constexpr auto round_trip = 100ms;
  virtual_world world;
  node_under_test<virtual_world> a{world, "a"}, b{world, "b"};
  target<virtual_world> server{world, "b"};
  json outlet = b.make("tcp-outlets", {{"address", "outlet"}, {"to", server.address()}});
  json inlet = a.make(
      "tcp-inlets",
      {{"from", "0"}, {"to", "/dnsaddr/b/tcp/" + std::to_string(b.listen()) + "/service/outlet"}});

  far_nodes() { world.net.delay("a", "b", round_trip / 2); }
  /// From a client's connecting until 64 bytes have come back to it.
  transports::duration echo_time() {
    const std::string words(64, 'w');
    const auto began = world.clock.now();
    auto client = a.dial(a.port_of(inlet));
    client.say(words);
    hand at_server;
    std::string heard;
    REQUIRE(world.advance_until(
        [&] {
          if (!at_server) at_server = server.take();
          if (at_server) at_server.pour(at_server.hear());
          world.settle();
          return (heard += client.hear()).size() == words.size();
        },
        1s));
    CHECK(heard == words);
    return world.clock.now() - began;
  }
};

} // namespace

TEST_CASE_FIXTURE(virtual_inlet, "a stream is known by the way back and by who is there") {
  actors::early_streams known;
  const auto actor = node.workers().find(wire::local("outlet")).actor();
  const wire::route back{wire::local("link"), wire::local("inlet")};
  auto from = [](wire::route way, std::optional<wire::identifier> peer) {
    return transports::message{{}, std::move(way), {}, 0, {}, peer};
  };
  known.add(back, id_of(1), actor);
  known.add(back, id_of(2), node.workers().find(wire::local("link")).actor());
  CHECK(known.size() == 1);
  CHECK(known.find(from(back, id_of(1))).actor() == actor);
  CHECK_FALSE(known.find(from(back, id_of(2))).open());
  CHECK_FALSE(known.find(from(back, {})).open());
  CHECK_FALSE(known.find(from({wire::local("link")}, id_of(1))).open());
  CHECK_FALSE(known.find(from({}, id_of(1))).open());
  known.remove(back, link); // which it does not lead to
  CHECK(known.size() == 1);
  known.remove(back, outlet);
  CHECK(known.size() == 0);
}

TEST_CASE("what waits while targets are dialed is bounded for all streams together") {
  actors::early_streams all;
  CHECK(all.hold(config::early_payload_bytes_max - 1));
  CHECK_FALSE(all.hold(2));
  CHECK(all.hold(1));
  all.release(100);
  CHECK_FALSE(all.hold(101));
  CHECK(all.hold(100));
}

TEST_CASE_FIXTURE(far_nodes, "connecting and a first echo take two round trips once, then one") {
  CHECK(echo_time() == 2 * round_trip);
  for (int i = 0; i < 3; ++i) CHECK(echo_time() == round_trip);
  world.net.cut("a", "b");
  world.settle();
  world.advance(1s);
  CHECK(echo_time() == 2 * round_trip);
  CHECK(echo_time() == round_trip);
}

TEST_CASE_FIXTURE(far_nodes, "an inlet beside its outlet sends early, too") {
  const auto beside = b.make("tcp-inlets", {{"from", "0"}, {"to", "/service/outlet"}});
  world.net.delay("b", "b", 10ms); // so that the dial takes some time
  for (const auto* words : {"first", "second", "third"}) {
    auto client = b.dial(b.port_of(beside));
    client.say(words);
    client.finish();
    auto at_server = server.accept();
    world.advance(100ms);
    CHECK(at_server.hear() == words);
    at_server.say("answer");
    world.advance(100ms);
    CHECK(client.hear() == "answer");
    at_server.close();
    client.close();
  }
  world.advance(1s);
  CHECK(b.count("stream") == 0);
}

TEST_CASE_FIXTURE(far_nodes, "many chunks before the Pong and behind it arrive in their order") {
  (void)echo_time();
  auto client = a.dial(a.port_of(inlet));
  std::string all, got;
  for (int i = 0; all.size() < config::mib; ++i) all += std::to_string(i) + ' ';
  hand at_server;
  std::size_t said = 0;
  REQUIRE(world.advance_until(
      [&] {
        said += client.pour(std::string_view{all}.substr(said, 1 + said % 3000));
        if (!at_server) at_server = server.take();
        if (at_server) got += at_server.hear();
        if (said == all.size()) client.finish();
        world.advance(100us);
        return at_server && at_server.ended;
      },
      60s));
  CHECK(got == all);
}
