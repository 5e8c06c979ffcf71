// Payload that reaches an outlet's address behind a Ping: whose stream it is for, and until when.
#include "actors/portals/outlet_world.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::portal_kind;

namespace {

struct early_outlet : virtual_outlet {
  static constexpr auto dial_time = 40ms;
  void slow_target() { world.net.delay("a", "a", dial_time / 2); }
  std::string take() {
    socket = server.accept();
    world.advance(dial_time);
    return socket.hear();
  }
};

} // namespace

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
