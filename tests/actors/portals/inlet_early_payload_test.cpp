// Payload that an inlet's end sends without waiting for the Pong: when it does, and what becomes of
// it.
#include "actors/portals/inlet_world.hpp"

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
  transports::send_gate gate{[] {}};
  transports::send_gate* egress() override { return &gate; }
};

/// A client that has sent something on a stream that has no Pong yet.
struct early_client : real_inlet {
  void say_early() {
    open(true);
    send(wire::encode_disconnect());
    ask();
    client.say("early");
    world.settle();
    CHECK(outlet.payload() == "early");
  }
};

} // namespace

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
  node.workers().add(wire::local("narrow"), actor, "test", transports::reach::everybody());
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
  world.advance(config::session_pause_max);
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

TEST_CASE_FIXTURE(early_client, "a refusal behind early payload is an error to the client") {
  say_early();
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

TEST_CASE_FIXTURE(early_client, "a client that leaves behind early payload is not forgotten") {
  say_early();
  leave_before_pong();
}
