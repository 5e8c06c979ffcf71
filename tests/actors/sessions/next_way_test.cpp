// A relay that goes in order, and those who use it.
//   client -- inlet (a) == r:7000 (a relay) == (b) outlet -- server      a second relay: s:7000
#include "actors/portals/portal_world.hpp"
#include "actors/sessions/managed_route.hpp"
#include "config/defaults.hpp"
#include "transports/links/link_table.hpp"

using namespace ockam;
using namespace ockam::tests;

namespace {

using relay_node = node_under_test<virtual_world>;

struct relay_that_goes {
  virtual_world world;
  bool ended = false;
  std::optional<relay_node> r{std::in_place, world, "r", options("r")};
  relay_node s{world, "s"}, a{world, "a"}, b{world, "b"};
  target<virtual_world> server{world, "b"};
  const std::string at_r = listen(*r, "r"), at_s = listen(s, "s");
  const std::string tail = "/service/forward_to_b/service/outlet";

  relay_that_goes() { b.make("tcp-outlets", {{"address", "outlet"}, {"to", server.address()}}); }

  actors::node_options options(const std::string& name) {
    return {.name = name, .ended = [this] { ended = true; }};
  }
  static std::string listen(relay_node& at, const std::string& host) {
    REQUIRE(at.inner.listen({"127.0.0.1", 7000}));
    return "/dnsaddr/" + host + "/tcp/7000";
  }
  void register_at(const std::string& where, const std::string& name = "b") {
    b.make("relays", {{"name", name}, {"at", where}});
  }
  void enter(const json& to, json more = json::object()) {
    more.update({{"alias", "web"}, {"from", "0"}, {"to", to}});
    a.make("tcp-inlets", more);
  }
  json now() { return a.ask("GET", "/v1/tcp-inlets/web").body; }
  hand knock() {
    auto client = a.dial(a.port_of(now()));
    world.settle();
    return client;
  }
  /// The relay's process ends once nothing is at work any more.
  bool goes_within(duration limit) {
    if (!world.advance_until([this] { return ended; }, limit)) return false;
    r.reset();
    world.settle();
    return true;
  }
  std::size_t relays_of(relay_node& host) { return host.ask("GET", "/v1/relays").body.size(); }
};

} // namespace

TEST_CASE_FIXTURE(relay_that_goes, "a relay that nobody needs ends at once") {
  register_at(at_r);
  enter(at_r + tail);
  r->inner.stop();
  CHECK(goes_within(1s));
}

TEST_CASE_FIXTURE(relay_that_goes, "a node that is no relay tells nobody that it goes") {
  const auto link = a.make("tcp-connections", {{"to", "r:7000"}});
  std::size_t told = 0;
  const auto watch = a.inner.parts().links.departing().watch([&](const auto&) { ++told; });
  r->inner.stop();
  CHECK(goes_within(0s));
  CHECK(told == 0);
}

TEST_CASE_FIXTURE(relay_that_goes,
                  "new clients take another route once a relay says that it goes") {
  register_at(at_r), register_at(at_s, "b2");
  enter(json::array({at_r + tail, at_s + "/service/forward_to_b2/service/outlet"}));
  auto client = knock();
  auto at_server = server.accept();
  CHECK(now()["route"] == now()["routes"][0]["route"]);

  r->inner.stop();
  world.settle();
  CHECK(now()["route"] == now()["routes"][1]["route"]);
  CHECK(now()["status"] == "degraded");
  CHECK(now()["reason"] == at_r + tail + " does not carry: the node that its link leads to goes");
  auto next = knock();
  auto next_at_server = server.accept();
  next.say("by s");
  world.settle();
  CHECK(next_at_server.hear() == "by s");

  client.say("moved"); // what was open goes on by s, so nobody needs r
  world.settle();
  CHECK(at_server.hear() == "moved");
  CHECK(goes_within(1s));
  client.say("still here");
  world.settle();
  CHECK(at_server.hear() == "still here");
  CHECK(now()["streams"] == 2);
  CHECK(now()["streams_lost"] == 0);
}

TEST_CASE_FIXTURE(relay_that_goes,
                  "a relay waits for streams that could not go on, as long as a node drains") {
  register_at(at_r);
  enter(at_r + tail, {{"resume_for_ms", 0}});
  auto client = knock();
  auto at_server = server.accept();
  r->inner.stop();
  for (auto i = 0; i < 29; ++i) {
    client.say("x");
    world.advance(1s);
    CHECK(at_server.hear() == "x");
  }
  CHECK_FALSE(ended);
  const auto waits = r->ask("GET", "/v1/node").body["waits_for"];
  CHECK(waits == json::array({"2 links that others use"}));
  CHECK(goes_within(1s + config::farewell_timeout));
}

TEST_CASE_FIXTURE(relay_that_goes, "a relay does not wait for streams that can wait for it") {
  register_at(at_r);
  enter(at_r + tail);
  auto client = knock();
  auto at_server = server.accept();
  r->inner.stop();
  const auto flows = [&] {
    client.say("x");
    world.advance(100ms);
    return at_server.hear() == "x";
  };
  for (auto waited = 0ms; waited < config::departure_patience - 100ms; waited += 100ms) {
    REQUIRE(flows());
    REQUIRE_FALSE(ended);
  }
  CHECK(goes_within(1s));
  CHECK(now()["streams_detached"] == 1);
  CHECK(now()["streams_lost"] == 0);
}

TEST_CASE_FIXTURE(relay_that_goes, "a relay does not wait for streams that stand still") {
  register_at(at_r);
  enter(at_r + tail);
  auto client = knock();
  auto at_server = server.accept();
  r->inner.stop();
  world.advance(config::departure_quiet - 100ms);
  CHECK_FALSE(ended);
  CHECK(goes_within(config::departure_quiet));
}

TEST_CASE_FIXTURE(relay_that_goes, "a relay is made at whoever has the name now, before it ends") {
  register_at(at_r);
  enter(at_r + tail);
  auto client = knock();
  auto at_server = server.accept();
  r->inner.stop();
  world.settle();
  bool ignored = false;
  relay_node next{world, "r", {.name = "r2", .ended = [&] { ignored = true; }}};
  listen(next, "r");
  const auto flows = [&] {
    client.say("x");
    world.advance(500ms);
    return at_server.hear() == "x";
  };
  for (auto i = 0; i < 12; ++i) CHECK(flows());
  CHECK_FALSE(ended);
  CHECK(relays_of(*r) == 1);
  CHECK(relays_of(next) == 1);

  at_server.close(), client.close(); // and nothing leans on the old one
  CHECK(goes_within(2s));
  CHECK(world.advance_until([&] { return now()["status"] == "up"; }, 1s));
  CHECK(a.ask("GET", "/v1/tcp-connections").body.size() == 1);
  CHECK(b.ask("GET", "/v1/relays/b").body["status"] == "up");
  auto later = knock();
  CHECK(server.accept());
  CHECK_FALSE(ignored);
}

TEST_CASE_FIXTURE(relay_that_goes, "with one relay only its users are back when it is") {
  register_at(at_r);
  enter(at_r + tail);
  r->inner.stop();
  REQUIRE(goes_within(1s));
  CHECK(now()["status"] == "connecting");
  world.advance(10s);
  r.emplace(world, "r", options("r"));
  listen(*r, "r");
  CHECK(world.advance_until([&] { return now()["status"] == "up"; },
                            2 * config::session_pause_max + config::session_attempt_timeout));
}

TEST_CASE_FIXTURE(relay_that_goes, "a hint that was wrong costs one more link, once") {
  target<virtual_world> beside{world, "r"};
  r->make("tcp-outlets", {{"address", "outlet"}, {"to", beside.address()}});
  enter(at_r + "/service/outlet");
  auto client = knock();
  auto at_server = beside.accept();
  REQUIRE(r->inner.parts().links.size() == 1);
  for (auto i = 0; i < 3; ++i) {
    r->inner.parts().links.tell_departure(30s);
    world.advance(1s);
  }
  CHECK(r->inner.parts().links.size() == 2);
  CHECK(now()["status"] == "degraded");
  world.advance(30s);
  CHECK(now()["status"] == "up");
  CHECK_FALSE(over(client));
  client.say("as before");
  world.settle();
  CHECK(at_server.hear() == "as before");
  client.close(), at_server.close();
  world.advance(2 * config::departure_retry);
  CHECK(r->inner.parts().links.size() == 1);
  CHECK(now()["status"] == "up");
}

TEST_CASE_FIXTURE(relay_that_goes, "a relay that was made again where it was is there") {
  register_at(at_r);
  enter(at_r + tail);
  r->inner.parts().links.tell_departure(30s);
  world.advance(1s);
  CHECK(relays_of(*r) == 1);
  CHECK(now()["status"] == "up");
  world.advance(1min);
  CHECK(b.ask("GET", "/v1/relays/b").body["status"] == "up");
  auto client = knock();
  CHECK(server.accept());
  CHECK(r->inner.parts().links.size() == 2);
}

namespace {

/// Keeps a route, and counts what it is told of it.
class route_keeper final : public transports::named_worker, actors::managed_route::user {
public:
  route_keeper(caf::actor_config& cfg, channels::context& node, std::string address,
               const std::string& to)
      : named_worker(cfg, node, std::move(address)),
        kept(*this, node, {.to = *wire::multiaddr::parse(to)}, 5s, *this) {}
  void deliver(transports::message&& m) override { kept.take(m); }
  void on_start() override {
    set_down_handler([this](const caf::down_msg& gone) { kept.hop_ended(gone.source); });
    kept.start();
  }
  void on_exit() override { kept.end(); }
  void route_lost(actors::managed_route&, const error&) override {}
  void route_changed(actors::managed_route&) override {}
  void route_leaving(actors::managed_route& which) override {
    CHECK(&which == &kept);
    CHECK(which.usable());
    ++leaving;
  }
  std::uint64_t heard_on(const actors::managed_route&) const override { return 0; }
  actors::managed_route kept;
  int leaving = 0;
};

} // namespace

TEST_CASE_FIXTURE(relay_that_goes, "whoever keeps a route hears once that it goes") {
  register_at(at_s);
  register_at(at_r, "b2");
  const auto keep = [&](const std::string& address, const std::string& to) -> route_keeper& {
    auto& parts = a.inner.parts();
    const auto actor = a.home->spawn<route_keeper>(std::ref(parts), address, to);
    parts.workers.add(wire::local(address), actor, "test", transports::reach::everybody());
    world.settle();
    return dynamic_cast<route_keeper&>(*caf::actor_cast<caf::abstract_actor*>(actor));
  };
  auto& by_r = keep("k1", at_r + "/service/forward_to_b2/service/outlet");
  auto& by_s = keep("k2", at_s + "/service/forward_to_b/service/outlet");
  REQUIRE(by_r.kept.usable());
  REQUIRE(by_s.kept.usable());
  r->inner.stop();
  CHECK(goes_within(1s));
  CHECK(by_r.leaving == 1);
  CHECK(by_s.leaving == 0);
}
