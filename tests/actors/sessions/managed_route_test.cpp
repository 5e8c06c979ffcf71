// What an inlet's sessions do when the far end dies, with and without an end of the connection.
//   client -- inlet (a) == r:7000 (a relay) == (b) outlet -- server      a second relay: s:7000
#include "actors/portals/portal_world.hpp"
#include "config/defaults.hpp"

using namespace ockam;
using namespace ockam::tests;

namespace {

struct watched_portal {
  virtual_world world;
  node_under_test<virtual_world> r{world, "r"}, s{world, "s"}, a{world, "a"}, b{world, "b"};
  target<virtual_world> server{world, "b"};
  const std::string at_r = "/dnsaddr/r/tcp/" + std::to_string(r.listen());
  const std::string at_s = "/dnsaddr/s/tcp/" + std::to_string(s.listen());
  const std::string tail = "/service/forward_to_b/service/outlet";

  watched_portal() {
    b.make("tcp-outlets", {{"address", "outlet"}, {"to", server.address()}});
    b.make("relays", {{"name", "b"}, {"at", at_r}});
  }
  json make(json to) { return a.make("tcp-inlets", {{"alias", "web"}, {"from", "0"}, {"to", to}}); }
  json now() { return a.ask("GET", "/v1/tcp-inlets/web").body; }
  bool becomes(const char* status, duration limit) {
    return world.advance_until([&] { return now().at("status") == status; }, limit);
  }
  hand knock() {
    auto client = a.dial(a.port_of(now()));
    world.settle();
    return client;
  }
};

} // namespace

TEST_CASE_FIXTURE(watched_portal, "an inlet's age of proof and round trip are those of its pings") {
  world.net.delay("a", "r", 4ms), world.net.delay("r", "b", 2ms);
  const auto made = make(at_r + tail);
  CHECK(made.at("status") == "up");
  CHECK(made.at("round_trip_us") == 12'000);
  CHECK(made.at("proven_ms_ago") == 0);
  world.advance(3s);
  CHECK(now().at("proven_ms_ago") == 3000);
  world.advance(8s);
  CHECK(now().at("proven_ms_ago") < 2000);
}

TEST_CASE_FIXTURE(watched_portal, "inlets whose routes begin with the same host share its link") {
  make(at_r + tail);
  a.make("tcp-inlets", {{"alias", "other"}, {"from", "0"}, {"to", at_r + tail}});
  CHECK(a.ask("GET", "/v1/tcp-connections").body.size() == 1);
  REQUIRE(a.ask("DELETE", "/v1/tcp-inlets/other").status == 200);
  world.settle();
  CHECK(a.ask("GET", "/v1/tcp-connections").body.size() == 1);
  CHECK(now().at("status") == "up");
  world.net.cut("a", "r");
  CHECK(becomes("up", 10s));
  REQUIRE(a.ask("DELETE", "/v1/tcp-inlets/web").status == 200);
  world.settle();
  CHECK(a.ask("GET", "/v1/tcp-connections").body.empty());
}

TEST_CASE_FIXTURE(watched_portal, "a connection that a command made is nobody else's") {
  REQUIRE(a.ask("POST", "/v1/tcp-connections", {{"to", at_r.substr(9, 1) + ":" + at_r.substr(15)}})
              .status
          == 201);
  make(at_r + tail);
  CHECK(a.ask("GET", "/v1/tcp-connections").body.size() == 2);
}

TEST_CASE_FIXTURE(watched_portal, "while nobody answers behind a relay its link stays, and one") {
  const auto made = make(at_r + tail);
  a.make("tcp-inlets", {{"alias", "other"}, {"from", "0"}, {"to", at_r + tail}});
  world.net.black_hole("b");
  CHECK(becomes("connecting", 30s));
  const auto before = r.ask("GET", "/v1/tcp-connections").body;
  world.advance(5min); // many attempts
  CHECK(a.ask("GET", "/v1/tcp-connections").body.size() <= 1);
  world.net.black_hole("b", false);
  CHECK(becomes("up", 15s));
}

TEST_CASE_FIXTURE(watched_portal,
                  "a far end behind a black hole is found dead, and its streams wait") {
  make(at_r + tail);
  auto client = knock();
  auto at_server = server.accept();
  client.say("x");
  world.settle();
  world.net.black_hole("b");
  const auto began = world.clock.now();
  CHECK(becomes("degraded", 25s));
  CHECK_FALSE(over(client));
  CHECK(becomes("connecting", 25s));
  CHECK(world.clock.now() - began <= 25s);
  world.settle();
  CHECK_FALSE(over(client));
  CHECK(now().at("streams_detached") == 1);
  CHECK(now().at("reason").get<std::string>().find("nothing that was sent there") == 0);

  world.net.black_hole("b", false);
  CHECK(becomes("up", config::session_pause_max + config::ping_timeout));
  world.advance(config::resume_answer_timeout);
  CHECK(now().at("streams_resumed") == 1);
  CHECK(now().at("streams_lost") == 0);
}

TEST_CASE_FIXTURE(watched_portal, "clients that leave are no sign of life of a dead far end") {
  make(at_r + tail);
  std::vector<hand> clients, servers;
  for (int i = 0; i < 8; ++i) clients.push_back(knock()), servers.push_back(server.accept());
  for (auto& each : servers) each.finish(); // the client ends the rest
  world.settle();
  world.net.black_hole("b");
  const auto end = world.clock.now() + 25s;
  for (auto& each : clients) {
    each.close();
    world.advance(3s);
  }
  CHECK(becomes("connecting", end - world.clock.now()));
}

TEST_CASE_FIXTURE(watched_portal, "an inlet stays up behind bulk that delays its pings") {
  make(at_r + tail);
  auto client = knock();
  auto at_server = server.accept();
  world.net.delay("a", "r", 6s); // a ping takes 12 s
  for (int i = 0; i < 60; ++i) {
    at_server.say("x"), client.say("y");
    world.advance(1s);
    CHECK(now().at("status") != "connecting");
  }
  CHECK_FALSE(over(client));
}

TEST_CASE_FIXTURE(watched_portal, "a client whose stream gets no answer has the path looked at") {
  make(at_r + tail);
  world.advance(2s);
  world.net.black_hole("b");
  auto client = knock();
  CHECK(becomes("connecting", config::pong_doubt + 2 * config::doubt_timeout));
  world.settle();
  CHECK_FALSE(over(client)); // nothing was said: it may get another stream
  world.advance(config::inlet_hold);
  CHECK(over(client));
}

TEST_CASE_FIXTURE(watched_portal, "a closed connection is felt at once, and made again") {
  make(at_r + tail);
  auto client = knock();
  world.net.cut("a", "r");
  world.settle();
  CHECK_FALSE(over(client));
  CHECK(now().at("status") == "connecting");
  CHECK(now().at("reason").get<std::string>().find("the link to r:") == 0);
  auto held = knock(); // while it is down
  CHECK(becomes("up", 1s));
  server.accept();
  CHECK_FALSE(over(held));
}

TEST_CASE_FIXTURE(watched_portal, "a peer without an echo is used, unproven") {
  b.workers().remove(wire::local("echo"));
  const auto made = make(at_r + tail);
  CHECK(made.at("status") == "degraded");
  CHECK(made.at("reason") == "no echo answers at its end, so that it works is not proven");
  auto client = knock();
  auto at_server = server.accept();
  world.advance(10min);
  CHECK_FALSE(over(client));
}

TEST_CASE_FIXTURE(watched_portal,
                  "the first proven route carries, and streams stay where they are") {
  b.make("relays", {{"name", "b2"}, {"at", at_s}});
  const std::string by_s = at_s + "/service/forward_to_b2/service/outlet";
  const auto made = make(json::array({at_r + tail, by_s}));
  CHECK(made.at("status") == "up");
  CHECK(made.at("to") == json::array({at_r + tail, by_s}));
  REQUIRE(made.at("routes").size() == 2);
  CHECK(made.at("routes")[1].at("status") == "up");
  CHECK(made.at("route") == made.at("routes")[0].at("route"));
  auto first = knock();
  server.accept();
  const auto through_s = world.net.carried("a", "s");

  world.net.black_hole("r");
  CHECK(world.advance_until([&] { return now().at("route") == now()["routes"][1]["route"]; }, 25s));
  CHECK_FALSE(over(first)); // one ping was late: new clients go elsewhere, streams stay
  CHECK(world.advance_until([&] { return over(first); }, 6s));
  CHECK(now().at("status") == "degraded");
  CHECK(now().at("reason").get<std::string>().find(at_r + tail + " does not carry: ") == 0);
  auto second = knock(); // at once
  auto at_server = server.accept();
  CHECK(world.net.carried("a", "s") > through_s);

  world.net.black_hole("r", false);
  CHECK(becomes("up", 30s));
  CHECK(now().at("route") == now()["routes"][0]["route"]);
  second.say("still here");
  world.settle();
  CHECK(at_server.hear() == "still here");
}
