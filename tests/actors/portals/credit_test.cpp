// Credit end to end: a stopped reader stops its own stream's source, and nothing else.
//   client -- inlet (a) == link == (b) outlet -- server
#include "actors/portals/portal_world.hpp"
#include "config/defaults.hpp"
#include "transports/links/link_table.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::portal_kind;

namespace {

struct credited_stream {
  virtual_world world;
  node_under_test<virtual_world> a{world, "a"}, b{world, "b"};
  target<virtual_world> server{world, "b"};
  std::uint16_t port = b.listen();
  json outlet = b.make("tcp-outlets", {{"address", "outlet"}, {"to", server.address()}});
  json inlet =
      a.make("tcp-inlets",
             {{"from", "0"}, {"to", "/dnsaddr/b/tcp/" + std::to_string(port) + "/service/outlet"}});

  struct stream {
    hand client, server;
  };
  stream open() {
    stream s{a.dial(a.port_of(inlet)), {}};
    s.server = server.accept();
    world.settle();
    return s;
  }
  /// Says as much as goes.
  std::size_t fill(hand& from) {
    const std::string block(64 * config::kib, 'x');
    std::size_t total = 0;
    for (auto n = from.pour(block); n > 0; n = from.pour(block)) {
      total += n;
      world.settle();
    }
    return total;
  }
  std::uint64_t link_pauses() {
    std::uint64_t pauses = 0;
    for (auto* node : {&a, &b})
      for (auto& l : node->inner.parts().links.list()) pauses += l.counters.pauses;
    return pauses;
  }
};

/// An outlet's end, whose inlet is played by the test.
struct outlet_end {
  virtual_world world;
  node_under_test<virtual_world> node{world, "a"};
  target<virtual_world> server{world, "a"};
  far_end& inlet = far_end::start(node, "inlet");
  hand socket;
  wire::route stream;

  outlet_end() {
    node.make("tcp-outlets", {{"address", "outlet"}, {"to", server.address()}});
    send(wire::route{wire::local("outlet")}, wire::encode_ping(our_capabilities));
    socket = server.accept();
    world.settle();
    inlet.next();
    stream = inlet.current.return_route;
  }
  void send(const wire::route& to, const wire::bytes& m) {
    node.inner.parts().workers.route(
        {to, wire::route{wire::local("inlet")}, transports::slice::copy_of(m), 0, {}});
    world.settle();
  }
  std::size_t fill() {
    const std::string block(64 * config::kib, 'x');
    std::size_t said = 0;
    for (std::size_t n = 1; n > 0 && said < 4 * config::mib; said += n) {
      n = socket.pour(block);
      world.settle();
    }
    return inlet.payload().size();
  }
};

} // namespace

TEST_CASE_FIXTURE(outlet_end, "no more is sent than the credit, and more as credit comes") {
  CHECK(fill() == config::stream_credit_start);
  send(stream, wire::encode_credit(1));
  CHECK(inlet.payload().size() == 1);
  send(stream, wire::encode_credit(0));
  CHECK(inlet.payload().empty());
  send(stream, wire::encode_credit(100'000));
  CHECK(inlet.payload().size() == 100'000);
  CHECK(fill() == 0);
}

TEST_CASE_FIXTURE(outlet_end, "the end of input is told although the credit is used up") {
  REQUIRE(fill() == config::stream_credit_start);
  const auto waiting = 64 * config::kib;
  socket.finish();
  world.settle();
  CHECK(inlet.got.empty()); // the data before it waits for credit
  send(stream, wire::encode_credit(16 * config::mib));
  CHECK(inlet.payload().size() >= waiting);
  CHECK(inlet.next_is(portal_kind::end));
}

TEST_CASE_FIXTURE(outlet_end, "the largest credit again and again does no harm") {
  for (int i = 0; i < 100; ++i) send(stream, wire::encode_credit(0xffffffff));
  CHECK(fill() >= 4 * config::mib);
}

TEST_CASE_FIXTURE(outlet_end, "credit comes back for what the target took") {
  for (int i = 0; i < 4; ++i) send(stream, encode_payload(std::string(64 * config::kib, 'x')));
  CHECK(hear_all(world, socket).size() == config::stream_credit_start);
  std::uint64_t granted = 0;
  while (!inlet.got.empty()) {
    auto m = inlet.next();
    REQUIRE(m.kind == portal_kind::credit);
    granted += m.credit;
  }
  CHECK(granted >= 3 * config::stream_credit_start / 4);
  CHECK(granted <= config::stream_credit_start);
}

TEST_CASE_FIXTURE(credited_stream, "a server that stops reading stops its client, not the link") {
  auto stalled = open(), busy = open();
  const auto sent = fill(stalled.client);
  CHECK(sent >= config::stream_credit_start);
  // the window, and what sockets and the virtual network hold
  CHECK(sent <= config::stream_credit_start + 2 * config::mib);
  CHECK(link_pauses() == 0);

  for (int i = 0; i < 50; ++i) {
    const std::string block(60'000, static_cast<char>('a' + i % 26));
    busy.client.say(block);
    world.settle();
    REQUIRE(hear_all(world, busy.server) == block);
    busy.server.say(block);
    world.settle();
    REQUIRE(hear_all(world, busy.client) == block);
  }
  stalled.server.say("the other way is free");
  world.settle();
  CHECK(hear_all(world, stalled.client) == "the other way is free");

  CHECK(hear_all(world, stalled.server).size() == sent);
  CHECK(link_pauses() == 0);
}

TEST_CASE_FIXTURE(credited_stream, "a client that stops reading stops its server, not the link") {
  auto stalled = open(), busy = open();
  const auto sent = fill(stalled.server);
  CHECK(sent <= config::stream_credit_start + 2 * config::mib);
  busy.server.say("passes");
  world.settle();
  CHECK(hear_all(world, busy.client) == "passes");
  CHECK(link_pauses() == 0);
  CHECK(hear_all(world, stalled.client).size() == sent);
}

TEST_CASE_FIXTURE(credited_stream, "a stalled stream may stall for hours") {
  auto s = open();
  const auto sent = fill(s.client);
  world.advance(2h);
  CHECK(hear_all(world, s.server).size() == sent);
  s.client.say("and on");
  world.settle();
  CHECK(hear_all(world, s.server) == "and on");
}

TEST_CASE_FIXTURE(credited_stream, "a long path gets a window that fills it") {
  world.net.delay("a", "b", 30ms);
  auto s = open();
  const std::string block(64 * config::kib, 'x');
  std::size_t sent = 0, got = 0;
  auto pump = [&](transports::duration span) {
    for (auto end = world.clock.time + span; world.clock.time < end;) {
      for (auto n = s.client.pour(block); n > 0; n = s.client.pour(block)) {
        sent += n;
        world.settle();
        got += hear_all(world, s.server).size();
      }
      world.advance(1ms);
      got += hear_all(world, s.server).size();
    }
  };
  pump(500ms);
  got = 0;
  pump(300ms);
  // With the first window it would be 256 KiB in 60 ms: 1.3 MB. The virtual network lets 64 KiB
  // per direction and moment pass, so it is the limit here.
  CHECK(got > 300 * 60 * config::kib / 60);
  CHECK(sent > 0);
}
