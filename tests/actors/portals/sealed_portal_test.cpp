// Portals over secure channels: whom they carry, and whom not.
//   client -- inlet (a, 1) == link == relay (r, 2) == link == (b, 3) outlet -- server
#include "actors/portals/portal_world.hpp"
#include "transports/links/link_table.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::portal_kind;

namespace {

struct sealed_way {
  virtual_world world;
  node_under_test<virtual_world> relay{world, "r", 2}, a{world, "a", 1}, b{world, "b", 3};
  target<virtual_world> server{world, "b"};
  std::string hub = "/dnsaddr/r/tcp/" + std::to_string(relay.listen());
  json forwarder = b.make("relays", {{"name", "b"}, {"at", hub}});
  std::string sealed = hub + "/service/forward_to_b/secure/api/service/outlet";
  std::string clear = hub + "/service/forward_to_b/service/outlet";

  json make_outlet(json more = json::object()) {
    more["address"] = "outlet", more["to"] = server.address();
    return b.make("tcp-outlets", more);
  }
  json make_inlet(const std::string& to, json more = json::object()) {
    more["alias"] = "web", more["from"] = "127.0.0.1:0", more["to"] = to;
    const auto made = a.make("tcp-inlets", more);
    world.settle();
    return made;
  }
  json inlet() { return a.ask("GET", "/v1/tcp-inlets/web").body; }

  /// Whether a client's words reach the server and come back.
  bool usable() {
    hand client = a.dial(a.port_of(inlet()));
    world.settle();
    auto at_server = server.take();
    if (!at_server) return false;
    client.say("hello"), world.settle();
    const auto there = at_server.hear();
    at_server.say("yourself"), world.settle();
    return there == "hello" && client.hear() == "yourself";
  }
  /// Whether a client is turned away without the server hearing of it.
  bool refuses() {
    hand client = a.dial(a.port_of(inlet()));
    world.advance(config::inlet_hold); // if there is no route
    client.hear();
    return (client.ended || client.broken) && !server.take();
  }
  /// The address of the only stream of a node.
  static std::string stream_of(node_under_test<virtual_world>& n) {
    for (const auto& row : n.workers().list())
      if (row.kind == "stream") return row.address;
    return {};
  }
  /// Hands a stream what claims to come from `peer`.
  void inject(node_under_test<virtual_world>& n, const std::string& stream, const wire::bytes& what,
              std::optional<wire::identifier> peer) {
    transports::message m;
    m.onward.push_back(wire::local(stream));
    m.return_route.push_back(wire::local("somebody"));
    m.payload = transports::slice::copy_of(what);
    m.peer = peer;
    n.workers().route(std::move(m));
    world.settle();
  }
};

json ids(std::initializer_list<std::uint8_t> numbers) {
  auto out = json::array();
  for (const auto number : numbers) out.push_back(name_of(number));
  return out;
}

} // namespace

TEST_CASE_FIXTURE(sealed_way, "an inlet over a channel knows whose outlet it leads to") {
  make_outlet();
  const auto made = make_inlet(sealed);
  CHECK(made["status"] == "up");
  CHECK(made["peer_identifier"] == name_of(3));
  CHECK(made["authorized"] == json::array());
  CHECK(usable());
  CHECK(usable());
  CHECK(b.inner.parts().channels.size() == 1); // the streams share it
}

TEST_CASE_FIXTURE(sealed_way, "an inlet that starts at a channel goes down with it") {
  make_outlet();
  const auto channel =
      a.make("secure-channels", {{"to", hub + "/service/forward_to_b/service/api"}});
  const auto at = channel["address"].get<std::string>();
  CHECK(make_inlet("/service/" + at + "/service/outlet", {{"resume_for_ms", 0}})["peer_identifier"]
        == name_of(3));
  CHECK(usable());
  auto client = a.dial(a.port_of(inlet()));
  const auto at_server = server.accept();
  REQUIRE(a.ask("DELETE", "/v1/secure-channels/" + at).status == 200);
  world.settle();
  CHECK(inlet()["status"] == "connecting");
  client.hear();
  CHECK((client.ended || client.broken));
  world.advance(1s);
  CHECK(refuses());
  CHECK(inlet()["reason"] == "worker " + at + " not found on this node");
}

TEST_CASE_FIXTURE(sealed_way, "an inlet opens its channels again when their link was lost") {
  make_outlet();
  make_inlet(sealed, {{"authorized", ids({3})}});
  CHECK(usable());
  world.net.cut("a", "r");
  world.settle();
  CHECK(inlet()["status"] == "connecting");
  CHECK(a.inner.parts().channels.size() == 0);
  world.advance(1s);
  CHECK(inlet()["status"] == "up");
  CHECK(usable());
}

TEST_CASE_FIXTURE(sealed_way, "an inlet has no way while its route leads to somebody else") {
  make_outlet();
  const auto wrong = make_inlet(sealed, {{"authorized", ids({2, 7})}});
  CHECK(wrong["status"] == "connecting");
  CHECK(wrong["authorized"] == ids({2, 7}));
  CHECK(wrong["reason"].get<std::string>().find("the peer is " + name_of(3)) != std::string::npos);
  CHECK(refuses());
  REQUIRE(a.ask("DELETE", "/v1/tcp-inlets/web").status == 200);
  CHECK(make_inlet(clear, {{"authorized", ids({3})}})["reason"]
        == clear + " has no secure channel that proves who is there; authorized: " + name_of(3));
  CHECK(refuses());
  REQUIRE(a.ask("DELETE", "/v1/tcp-inlets/web").status == 200);
  CHECK(make_inlet(sealed, {{"authorized", ids({7, 3})}})["status"] == "up");
  CHECK(usable());
}

TEST_CASE_FIXTURE(sealed_way, "an outlet for some refuses all others, and whoever comes in clear") {
  CHECK(make_outlet({{"authorized", ids({1, 4})}})["authorized"] == ids({1, 4}));
  make_inlet(clear);
  CHECK(refuses());
  REQUIRE(a.ask("DELETE", "/v1/tcp-inlets/web").status == 200);
  make_inlet(sealed, {{"identity", "5"}});
  CHECK(refuses());
  REQUIRE(a.ask("DELETE", "/v1/tcp-inlets/web").status == 200);
  for (const auto* const identity : {"1", "4"}) {
    make_inlet(sealed, {{"identity", identity}});
    CHECK(usable());
    REQUIRE(a.ask("DELETE", "/v1/tcp-inlets/web").status == 200);
  }
}

TEST_CASE_FIXTURE(sealed_way, "a real inlet that is refused hears a Pong and then a Disconnect") {
  make_outlet({{"authorized", ids({1})}});
  auto& stranger = far_end::start(b, "stranger");
  const auto ping = [&](std::optional<wire::identifier> peer) {
    transports::message m{wire::route{wire::local("outlet")}, wire::route{wire::local("stranger")},
                          transports::slice::copy_of(wire::encode_ping({}))};
    m.peer = peer;
    b.workers().route(std::move(m));
    world.settle();
  };
  ping(id_of(5));
  CHECK(stranger.next_is(portal_kind::pong));
  CHECK(stranger.next_is(portal_kind::disconnect));
  ping({}); // who proved nothing hears nothing, as from a real outlet
  CHECK_FALSE(stranger.next_is(portal_kind::pong));
  CHECK_FALSE(server.take());
}

TEST_CASE_FIXTURE(sealed_way, "a stream takes nothing from anybody but its peer, and goes on") {
  make_outlet();
  std::optional<wire::identifier> outlets_peer, inlets_peer;
  SUBCASE("over a channel") {
    make_inlet(sealed, {{"resume_for_ms", 0}});
    outlets_peer = id_of(1), inlets_peer = id_of(3);
  }
  SUBCASE("in clear") { make_inlet(clear, {{"resume_for_ms", 0}}); }
  auto client = a.dial(a.port_of(inlet()));
  auto at_server = server.accept();
  world.settle();

  for (auto* const n : {&a, &b}) {
    const auto peer = n == &b ? outlets_peer : inlets_peer;
    const auto stream = stream_of(*n);
    for (const auto& other : {std::optional(id_of(9)), std::optional(id_of(2)),
                              peer ? std::optional<wire::identifier>() : id_of(n == &b ? 1 : 3)}) {
      inject(*n, stream, encode_payload("forged"), other);
      inject(*n, stream, wire::encode_end(), other);
      inject(*n, stream, wire::encode_disconnect(), other);
    }
  }
  CHECK(at_server.hear() == "");
  CHECK(client.hear() == "");
  CHECK_FALSE(at_server.ended);
  CHECK_FALSE(client.ended);
  inject(b, stream_of(b), encode_payload("real"), outlets_peer); // the same, from the right one
  CHECK(at_server.hear() == "real");
  client.say("hello"), world.settle();
  CHECK(at_server.hear() == "hello");
}

TEST_CASE_FIXTURE(sealed_way,
                  "the second client's words need no Pong, and nobody else's are added") {
  constexpr auto one_way = 50ms;
  world.net.delay("a", "r", one_way);
  make_outlet();
  make_inlet(sealed);
  world.advance(1s);
  REQUIRE(inlet()["status"] == "up");
  for (const auto round_trips : {2, 1, 1}) {
    auto client = a.dial(a.port_of(inlet()));
    client.say("hello");
    world.advance(one_way);
    auto at_server = server.accept();
    CHECK(at_server.hear() == (round_trips == 1 ? "hello" : ""));
    for (const auto& forger : {std::optional<wire::identifier>(), std::optional(id_of(9))})
      inject(b, "outlet", encode_payload("forged"), forger);
    world.advance(2 * one_way);
    CHECK(at_server.hear() == (round_trips == 1 ? "" : "hello"));
    at_server.say("yourself");
    world.advance(one_way);
    CHECK(client.hear() == "yourself");
  }
}

TEST_CASE_FIXTURE(sealed_way, "a Pong of somebody else does not open a stream") {
  auto& outlet = far_end::start(b, "outlet");
  make_inlet(sealed);
  auto client = a.dial(a.port_of(inlet()));
  world.settle();
  REQUIRE(outlet.next_is(portal_kind::ping));
  CHECK(outlet.current.peer == id_of(1));
  client.say("secret"), world.settle();
  const auto stream = stream_of(a);
  auto& thief = far_end::start(a, "somebody"); // whom forged messages name as the way back
  for (const auto& forger : {std::optional<wire::identifier>(), std::optional(id_of(2))})
    inject(a, stream, wire::encode_pong(our_capabilities), forger);
  CHECK(thief.got.empty());
  inject(a, stream, wire::encode_pong(our_capabilities), id_of(3));
  CHECK_FALSE(thief.got.empty()); // so it would have been the way
}

TEST_CASE_FIXTURE(sealed_way, "an inlet to an outlet that is not there is told so at once") {
  make_outlet();
  make_inlet(hub + "/service/forward_to_b/secure/api/service/wep");
  CHECK(inlet()["status"] == "degraded"); // before any client
  CHECK(inlet()["reason"] == "no outlet wep there");
  CHECK(inlet()["refusal"] == "no outlet wep there");
  CHECK(inlet()["proven_ms_ago"].is_number());
  auto client = a.dial(a.port_of(inlet()));
  world.settle();
  client.hear();
  CHECK((client.ended || client.broken));
  CHECK(inlet()["status"] == "degraded");
  CHECK(inlet()["reason"] == "no outlet wep there");
  b.make("tcp-outlets", {{"address", "wep"}, {"to", server.address()}});
  CHECK(usable());
  CHECK(inlet()["status"] == "up");
}

TEST_CASE_FIXTURE(sealed_way, "an inlet hears of outlets that come and go, and nobody is dialed") {
  make_inlet(sealed);
  CHECK(inlet()["reason"] == "no outlet outlet there");
  make_outlet();
  world.advance(config::session_pause_max);
  world.settle();
  CHECK(inlet()["status"] == "up");
  CHECK(inlet()["refusal"] == "");
  REQUIRE(b.ask("DELETE", "/v1/tcp-outlets/outlet").status == 200);
  world.advance(config::ping_period);
  world.settle();
  CHECK(inlet()["status"] == "degraded");
  CHECK(inlet()["reason"] == "no outlet outlet there");
  world.advance(1min); // asking so often keeps the proof young, and no ping is missed
  CHECK(inlet()["status"] == "degraded");
  CHECK(inlet()["proven_ms_ago"].get<int>() <= 1000 * 10);
  CHECK_FALSE(server.take());
}

TEST_CASE_FIXTURE(sealed_way, "a worker that is no outlet is none, but a program's own may be") {
  make_inlet(hub + "/service/forward_to_b/secure/api/service/uppercase");
  CHECK(inlet()["reason"] == "no outlet uppercase there");
  a.ask("DELETE", "/v1/tcp-inlets/web");
  far_end::start(b, "own");
  make_inlet(hub + "/service/forward_to_b/secure/api/service/own");
  CHECK(inlet()["status"] == "up");
}

TEST_CASE_FIXTURE(sealed_way, "an inlet without a channel is not told from afar what is there") {
  world.net.on_loopback(false);
  make_inlet(hub + "/service/forward_to_b/service/wep");
  CHECK(inlet()["status"] == "up");
  world.advance(1min);
  CHECK(inlet()["status"] == "up");
}

TEST_CASE_FIXTURE(sealed_way, "an inlet prefers the route that has an outlet") {
  make_outlet();
  a.make("tcp-inlets",
         {{"alias", "web"},
          {"from", "127.0.0.1:0"},
          {"to", json::array({hub + "/service/forward_to_b/secure/api/service/wep", sealed})}});
  world.settle();
  CHECK(usable());
  CHECK(inlet()["status"] == "degraded");
  CHECK(
      inlet()["reason"]
      == hub + "/service/forward_to_b/secure/api/service/wep does not carry: no outlet wep there");
  CHECK(inlet()["refusal"] == "");
}

TEST_CASE_FIXTURE(sealed_way, "who may use no outlet does not learn which there are") {
  make_outlet({{"authorized", ids({4})}});
  REQUIRE(b.ask("POST", "/v1/policies", {{"resource_type", "tcp-outlet"}, {"expression", "false"}})
              .status
          < 300);
  for (const std::string name : {"wep", "outlet"}) {
    make_inlet(hub + "/service/forward_to_b/secure/api/service/" + name);
    CHECK(inlet()["reason"] == "refused there: no outlet " + name + " that this node may use");
    CHECK(refuses());
    CHECK(inlet()["reason"] == "refused there: no outlet " + name + " that this node may use");
    a.ask("DELETE", "/v1/tcp-inlets/web");
  }
}
