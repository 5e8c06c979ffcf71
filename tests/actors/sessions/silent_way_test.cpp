// A way by which nothing comes back although its hops stand: whoever is at its end began again, or is
// slow. Another way that opens meanwhile is taken.
//   client -- inlet (a, 1) == link == relay (r, 2) == link == (b, 3) outlet -- server
#include "actors/portals/portal_world.hpp"
#include "config/defaults.hpp"

using namespace ockam;
using namespace ockam::tests;

namespace {

constexpr duration moment = 500ms;

bool comes(virtual_world& world, hand& to, const std::string& text, duration limit) {
  std::string all;
  return world.advance_until([&] { return (all += to.hear()) == text; }, limit);
}

struct silent_way {
  using node = node_under_test<virtual_world>;
  virtual_world world;
  node relay{world, "r", 2}, a{world, "a", 1};
  target<virtual_world> server{world, "b"};
  const std::string hub = "/dnsaddr/r/tcp/" + std::to_string(relay.listen());
  std::unique_ptr<node> b = start_b();
  json inlet =
      a.make("tcp-inlets", {{"alias", "web"},
                            {"from", "127.0.0.1:0"},
                            {"to", hub + "/service/forward_to_b/secure/api/service/outlet"}});

  std::unique_ptr<node> start_b() {
    auto begun = std::make_unique<node>(world, "b", 3);
    begun->make("tcp-outlets", {{"address", "outlet"}, {"to", server.address()}});
    begun->make("relays", {{"name", "b"}, {"at", hub}});
    return begun;
  }
  /// The relay stays, and knows of no end of the channel.
  void begin_b_again() {
    world.net.cut("b", "r");
    b.reset();
    b = start_b();
  }
  json now() { return a.ask("GET", "/v1/tcp-inlets/web").body; }
  hand knock() {
    auto client = a.dial(a.port_of(inlet));
    world.settle();
    return client;
  }
  /// From the first word that waits for an answer until another way is tried.
  static constexpr duration silence = 2 * duration(config::pong_doubt);
};

} // namespace

TEST_CASE_FIXTURE(silent_way, "a client is served soon when its outlet's node began again") {
  world.advance(2s);
  begin_b_again();
  auto client = knock();
  hand at_server;
  CHECK(world.advance_until([&] { return at_server || (at_server = server.take()); },
                            silence + moment));
  client.say("hello");
  CHECK(comes(world, at_server, "hello", moment));
  CHECK_FALSE(over(client));
}

TEST_CASE_FIXTURE(silent_way, "a stream goes on as soon as its far end hears again") {
  auto client = knock();
  auto at_server = server.accept();
  world.advance(2s);
  world.net.black_hole("b");
  client.say("one");
  world.advance(config::ack_overdue + silence);
  world.net.black_hole("b", false);
  CHECK(comes(world, at_server, "one", duration(config::session_patience_min) + moment));
  CHECK(now()["streams_lost"] == 0);
  CHECK_FALSE(over(client));
}

TEST_CASE_FIXTURE(silent_way, "a way that is slow is kept") {
  auto client = knock();
  auto at_server = server.accept();
  world.advance(2s);
  const auto route = now()["route"];
  world.net.delay("r", "b", duration(config::pong_doubt));
  for (int i = 0; i < 10; ++i) {
    client.say("x");
    world.advance(duration(config::ack_overdue) / 2);
  }
  CHECK(at_server.hear() == "xxxxxxxxx");
  world.advance(10s);
  CHECK(now()["route"] == route);
  CHECK(now()["streams_resumed"] == 0);
}

namespace {

//   client -- inlet (a) == r == (b) outlet -- server      and by s; all in clear
struct two_ways {
  using node = node_under_test<virtual_world>;
  virtual_world world;
  node r{world, "r"}, s{world, "s"}, a{world, "a"}, b{world, "b"};
  target<virtual_world> server{world, "b"};
  json inlet = begin();

  json begin() {
    b.make("tcp-outlets", {{"address", "outlet"}, {"to", server.address()}});
    auto routes = json::array();
    for (auto* const relay : {&r, &s}) {
      const std::string host = relay == &r ? "r" : "s", name = "by-" + host;
      const auto at = "/dnsaddr/" + host + "/tcp/" + std::to_string(relay->listen());
      b.make("relays", {{"name", name}, {"at", at}});
      routes.push_back(at + "/service/forward_to_" + name + "/service/outlet");
    }
    return a.make("tcp-inlets", {{"alias", "web"}, {"from", "127.0.0.1:0"}, {"to", routes}});
  }
  struct ends {
    hand client, server;
  };
  ends open() {
    ends made{a.dial(a.port_of(inlet)), {}};
    made.server = server.accept();
    made.client.say("hello"), world.settle(), made.server.hear();
    return made;
  }
};

} // namespace

TEST_CASE_FIXTURE(two_ways, "streams that only listen leave a silent way with one that speaks") {
  auto speaks = open(), listens = open();
  world.advance(2s);
  world.net.black_hole("r");
  speaks.client.say("up"), listens.server.say("down");
  const auto found = duration(config::ack_overdue) + config::probe_answer;
  CHECK(comes(world, speaks.server, "up", found + 2 * moment));
  CHECK(comes(world, listens.client, "down", moment));
  CHECK_FALSE(over(listens.client));
}
