// Payload that does not wait for the Pong: who sends it, who takes it, and from whom.
#include "actors/early_payload.hpp"
#include "actors/inlet_world.hpp"
#include "actors/outlet_world.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::portal_kind;

namespace {

/// An inlet's node; its outlet's streams have a worker of their own.
struct early_inlet : virtual_inlet {
  far_end& worker = far_end::start(node, "worker");

  void answer(std::optional<std::uint16_t> capabilities) {
    node.inner.parts().workers.route({stream,
                                      wire::route{wire::local("worker")},
                                      transports::slice::copy_of(wire::encode_pong(capabilities)),
                                      0,
                                      {}});
    world.settle();
  }
  /// A stream that was answered like this, and is over.
  void earlier(std::optional<std::uint16_t> capabilities) {
    ask();
    answer(capabilities);
    send(wire::encode_disconnect());
    client.close();
    world.settle();
    REQUIRE(gone());
    worker.got.clear();
  }
  /// What reached the outlet's address since the Ping of a client that says something at once.
  std::string said_early() {
    ask();
    client.say("x");
    world.settle();
    return outlet.payload();
  }
};

/// An outlet behind a way on which there is room for one chunk.
struct narrow_way : far_end {
  using far_end::far_end;
  transports::gate gate{[] {}};
  transports::gate* way_out() override { return &gate; }
};

struct early_outlet : virtual_outlet {
  static constexpr auto dial_time = 40ms;
  void slow_target() { world.net.delay("a", "a", dial_time / 2); }
  std::string take() {
    socket = server.accept();
    world.advance(dial_time);
    return socket.hear();
  }
};

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

// -- the inlet's end ------------------------------------------------------------------

TEST_CASE_FIXTURE(early_inlet,
                  "after one Pong that accepts it, payload goes right behind the Ping") {
  CHECK(said_early().empty());
  answer(our_capabilities);
  CHECK(worker.payload() == "x");

  ask();
  const auto ping_route = stream;
  client.say("early");
  world.settle();
  auto m = outlet.next();
  CHECK(wire::text_of(m.payload) == "early");
  CHECK(m.counter == 0);
  CHECK(outlet.current.return_route == ping_route);
  worker.got.clear();
  answer(our_capabilities);
  client.say("late");
  world.settle();
  m = worker.next();
  CHECK(wire::text_of(m.payload) == "late");
  CHECK(m.counter == 1);
  client.finish();
  world.settle();
  m = worker.next();
  CHECK(m.kind == portal_kind::end);
  CHECK(m.counter == 2);
  CHECK(outlet.got.empty());
  CHECK(worker.got.empty());
}

TEST_CASE_FIXTURE(early_inlet, "a stream that had nothing to say early counts nothing") {
  earlier(our_capabilities);
  ask();
  answer(our_capabilities);
  client.say("late");
  world.settle();
  CHECK_FALSE(worker.next().counter);
}

TEST_CASE_FIXTURE(early_inlet,
                  "no more goes early than the credit, and the rest follows in order") {
  earlier(our_capabilities);
  ask();
  std::string all;
  for (int i = 0; i < 100'000; ++i) all += std::to_string(i) + ' ';
  std::size_t said = 0;
  for (std::size_t n = 1; n > 0; world.settle())
    said += n = client.pour(std::string_view{all}.substr(said));
  auto got = outlet.payload();
  CHECK(got.size() == config::stream_credit_start);
  world.advance(1s);
  CHECK(outlet.got.empty());
  answer(our_capabilities);
  CHECK(worker.got.empty());
  while (got.size() < all.size()) {
    send(wire::encode_credit(100'000));
    said += client.pour(std::string_view{all}.substr(said));
    world.settle();
    got += worker.payload();
  }
  CHECK(got == all);
  CHECK(outlet.got.empty());
}

TEST_CASE_FIXTURE(early_inlet,
                  "who waits to send early does not wait on the way that the Pong shows") {
  const auto actor = node.home->spawn<narrow_way>();
  auto& narrow = dynamic_cast<narrow_way&>(*caf::actor_cast<caf::abstract_actor*>(actor));
  node.workers().add(wire::local("narrow"), actor, "test");
  const auto other =
      node.make("tcp-inlets", {{"alias", "other"}, {"from", "0"}, {"to", "/service/narrow"}});
  for (const auto early : {false, true}) {
    client = node.dial(node.port_of(other));
    world.settle();
    REQUIRE(narrow.next_is(portal_kind::ping));
    stream = narrow.current.return_route;
    worker.got.clear();
    client.say("one ");
    world.settle();
    narrow.gate.set_room(1); // looking for input has used up what there was
    world.settle();
    client.say("two");
    world.settle();
    CHECK(narrow.payload() == (early ? "one " : ""));
    answer(our_capabilities);
    CHECK(worker.payload() == (early ? "two" : "one two"));
    CHECK(narrow.got.empty());
  }
}

TEST_CASE_FIXTURE(early_inlet, "a client's end may come early, too") {
  earlier(our_capabilities);
  ask();
  std::optional<std::uint16_t> counter = 0;
  SUBCASE("behind a request") {
    client.say("request");
    counter = 1;
  }
  SUBCASE("alone") {}
  client.finish();
  world.settle();
  if (*counter > 0) CHECK(wire::text_of(outlet.next().payload) == "request");
  const auto end = outlet.next();
  CHECK(end.kind == portal_kind::end);
  CHECK(end.counter == counter);
  answer(our_capabilities);
  send("the answer");
  CHECK(client.hear() == "the answer");
  send(wire::encode_end());
  CHECK(gone());
  CHECK(outlet.got.empty());
  CHECK(worker.got.empty());
}

TEST_CASE_FIXTURE(early_inlet, "an outlet that has not accepted it never sees early payload") {
  const std::uint16_t without = wire::portal_credit | wire::portal_half_close;
  SUBCASE("a real node's") { earlier({}); }
  SUBCASE("an older one of ours") { earlier(without); }
  SUBCASE("one that took it once, and was replaced") {
    earlier(our_capabilities);
    earlier({});
  }
  SUBCASE("one that took it once, and then gave no Pong") {
    earlier(our_capabilities);
    ask();
    world.advance(2 * config::pong_timeout);
    REQUIRE(gone());
  }
  SUBCASE("one that no client has waited for to the end") {
    earlier(our_capabilities);
    ask();
    client.close();
    world.advance(2 * config::pong_timeout);
    REQUIRE(gone());
    outlet.got.clear();
  }
  SUBCASE("one at the end of a new route") {
    earlier(our_capabilities);
    const auto other =
        node.make("tcp-inlets", {{"alias", "other"}, {"from", "0"}, {"to", "/service/outlet"}});
    client = node.dial(node.port_of(other));
    client.say("x");
    world.settle();
    CHECK(outlet.next_is(portal_kind::ping));
    CHECK(outlet.got.empty());
    return;
  }
  CHECK(said_early().empty());
  answer({});
  CHECK(worker.payload() == "x");
  CHECK(outlet.got.empty());
}

TEST_CASE_FIXTURE(early_inlet, "a route that is opened again has to learn it again") {
  earlier(our_capabilities);
  CHECK(said_early() == "x");
  node.workers().remove(wire::local("outlet"));
  caf::anon_send_exit(caf::actor_cast<caf::actor>(&outlet), caf::exit_reason::kill);
  world.settle();
  auto& again = far_end::start(node, "outlet");
  world.advance(config::inlet_retry_max);
  REQUIRE(shown().at("status") == "up");
  client = node.dial(node.port_of(inlet));
  client.say("x");
  world.settle();
  CHECK(again.next_is(portal_kind::ping));
  CHECK(again.got.empty());
}

TEST_CASE_FIXTURE(early_inlet,
                  "what was early for an outlet that does not take it is not sent again") {
  std::optional<std::uint16_t> capabilities;
  SUBCASE("a real node's") {}
  SUBCASE("an older one of ours") { capabilities = std::uint16_t{3}; }
  earlier(our_capabilities);
  CHECK(said_early() == "x");
  answer(capabilities);
  CHECK(worker.next_is(portal_kind::disconnect));
  CHECK(worker.got.empty());
  CHECK(turned_away());
  CHECK(gone());
  CHECK(said_early().empty());
}

TEST_CASE_FIXTURE(real_inlet, "a refusal behind early payload is an error to the client") {
  open(true);
  send(wire::encode_disconnect());
  ask();
  client.say("early");
  world.settle();
  CHECK(outlet.payload() == "early");
  SUBCASE("at once") {}
  SUBCASE("behind its end") {
    client.finish();
    world.settle();
    CHECK(outlet.next_is(portal_kind::end));
  }
  send(wire::encode_disconnect());
  client.hear();
  CHECK(client.broken);
  CHECK(gone());
}

TEST_CASE_FIXTURE(real_inlet, "a client that leaves behind early payload is not forgotten") {
  open(true);
  send(wire::encode_disconnect());
  ask();
  client.say("early");
  world.settle();
  CHECK(outlet.payload() == "early");
  client.reset();
  world.settle();
  CHECK_FALSE(gone());
  pong(our_capabilities);
  CHECK(outlet.next_is(portal_kind::disconnect));
  CHECK(outlet.got.empty());
  CHECK(gone());
}

// -- the outlet's end -----------------------------------------------------------------

TEST_CASE_FIXTURE(early_outlet, "what comes while the target is being dialed waits for it") {
  slow_target();
  ping(our_capabilities);
  send_early(encode_payload("early ", 0));
  send_early(encode_payload("words", 1));
  SUBCASE("and more behind it") {
    CHECK(inlet.got.empty());
    CHECK(take() == "early words");
    CHECK(inlet.next().capabilities == our_capabilities);
    stream = inlet.current.return_route;
    send_early(encode_payload(", still early", 2));
    send(encode_payload(", late", 3));
    world.advance(dial_time);
    CHECK(socket.hear() == ", still early, late");
    CHECK_FALSE(socket.ended);
  }
  SUBCASE("and its end") {
    send_early(wire::encode_end(2));
    CHECK(take() == "early words");
    socket.hear();
    CHECK(socket.ended);
    socket.say("answer");
    world.advance(dial_time);
    CHECK(inlet.next_is(portal_kind::pong));
    CHECK(inlet.payload() == "answer");
  }
}

TEST_CASE_FIXTURE(early_outlet, "while it is being dialed no more than the credit may come") {
  slow_target();
  ping(our_capabilities);
  const std::string all(config::stream_credit_start, 'x');
  send_early(encode_payload(all));
  send_early(encode_payload(""));
  CHECK(inlet.got.empty());
  SUBCASE("all of it is written") {
    std::string got = take();
    world.advance_until([&] { return (got += socket.hear()).size() >= all.size(); }, 1s);
    CHECK(got == all);
  }
  SUBCASE("one byte more is a breach") {
    send_early(encode_payload("y"));
    CHECK(inlet.next_is(portal_kind::disconnect));
    CHECK(gone());
    world.advance(dial_time);
    CHECK(inlet.got.empty());
  }
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

TEST_CASE_FIXTURE(early_outlet, "early payload with a gap ends the stream") {
  slow_target();
  ping(our_capabilities);
  SUBCASE("in it") { send_early(encode_payload("b", 1)); }
  SUBCASE("before its end") { send_early(wire::encode_end(1)); }
  SUBCASE("behind its end") {
    send_early(wire::encode_end(0));
    send_early(encode_payload("b", 1));
  }
  SUBCASE("before what came to the stream's own address") {
    take();
    CHECK(inlet.next_is(portal_kind::pong));
    stream = inlet.current.return_route;
    send(encode_payload("b", 1));
    world.advance(dial_time);
    CHECK(socket.hear().empty());
  }
  CHECK(inlet.next_is(portal_kind::disconnect));
  CHECK(gone());
}

TEST_CASE_FIXTURE(early_outlet, "nobody else's payload is taken for the stream's") {
  std::optional<wire::identifier> peer;
  SUBCASE("in clear") {}
  SUBCASE("over a channel") { peer = id_of(1); }
  slow_target();
  send_early(wire::encode_ping(our_capabilities), peer);
  const wire::route own{wire::local("inlet")};
  for (const auto& other : {std::optional(id_of(2)), peer ? std::nullopt : std::optional(id_of(1))})
    for (auto& m : {encode_payload("forged"), wire::encode_end()}) send_early(m, other);
  for (auto& m : {encode_payload("forged"), wire::encode_end()}) {
    send_early(m, peer, wire::route{wire::local("thief")});
    send_early(m, peer, wire::route{wire::local("link"), wire::local("inlet")});
    send_early(m, peer, wire::route{});
  }
  send_early(encode_payload("real"), peer, own);
  CHECK(take() == "real");
  CHECK_FALSE(socket.ended);
}

TEST_CASE_FIXTURE(early_outlet,
                  "only what may come early is passed on, and only until it may not") {
  open(true);
  for (auto& m : {wire::encode_pong({}), wire::encode_disconnect(), wire::encode_credit(1)})
    send_early(m);
  send_early(encode_payload("early"));
  CHECK(socket.hear() == "early");
  send("late");
  CHECK(socket.hear() == "late");
  send_early(encode_payload("too late for early"));
  CHECK(socket.hear().empty());
  CHECK(inlet.got.empty());
  send("still here");
  CHECK(socket.hear() == "still here");
}

TEST_CASE_FIXTURE(early_outlet, "who has not offered it can not send early") {
  SUBCASE("a real node") { ping({}); }
  SUBCASE("an older one of ours") {
    ping(wire::portal_credit | wire::portal_half_close);
    CHECK(inlet.got.front().payload.size() == wire::encode_pong(3).size());
  }
  CHECK(inlet.next_is(portal_kind::pong));
  send_early(encode_payload("early"));
  world.advance(1s);
  CHECK(server.accept().hear().empty());
}

TEST_CASE_FIXTURE(early_outlet, "early payload for a target that refuses is dropped") {
  slow_target();
  server.source.reset();
  ping(our_capabilities);
  send_early(encode_payload("early", 0));
  world.advance(dial_time);
  CHECK(inlet.next_is(portal_kind::disconnect));
  CHECK(gone());
  send_early(encode_payload("more", 1));
  CHECK(inlet.got.empty());
}

TEST_CASE_FIXTURE(early_outlet, "an outlet that goes while it dials says so, once") {
  slow_target();
  ping(our_capabilities);
  send_early(encode_payload("early", 0));
  node.ask("DELETE", "/v1/tcp-outlets/outlet");
  world.settle();
  CHECK(inlet.next_is(portal_kind::disconnect));
  CHECK(inlet.got.empty());
  CHECK(node.count("stream") == 0);
}

// -- both -----------------------------------------------------------------------------

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
