// What an outlet's node finds out about the paths back to inlets.
//   client -- inlet (a) == (b) outlet -- server
#include "actors/portals/outlet_world.hpp"
#include "actors/portals/portal_world.hpp"
#include "actors/sessions/path_proof.hpp"
#include "config/defaults.hpp"

using namespace ockam;
using namespace ockam::tests;

namespace {

/// An outlet whose streams come by ways that the test makes up, all through one first hop.
struct many_ways : virtual_outlet {
  void open_by(const std::string& way) {
    node.inner.parts().workers.route(
        {wire::route{wire::local("outlet")},
         wire::route{wire::local("inlet"), wire::local(way), wire::local("me")},
         transports::slice::copy_of(wire::encode_ping(our_capabilities)),
         0,
         {}});
    world.settle();
  }
  /// The pings that came since the last call.
  std::vector<transports::message> pings() {
    std::vector<transports::message> out;
    for (auto& each : std::exchange(inlet.got, {}))
      if (each.payload.view().size() == actors::ping_token{}.size()) out.push_back(std::move(each));
    return out;
  }
  void answer(const transports::message& ping, wire::bytes_view token) {
    node.inner.parts().workers.route({ping.return_route,
                                      wire::route{wire::local("inlet")},
                                      transports::slice::copy_of(token),
                                      0,
                                      {}});
    world.settle();
  }
};

struct outlet_side {
  virtual_world world;
  node_under_test<virtual_world> a{world, "a"}, b{world, "b"};
  target<virtual_world> server{world, "b"};
  json outlet =
      b.make("tcp-outlets", {{"address", "outlet"}, {"to", server.address()}, {"keep_for_ms", 0}});
  json inlet = a.make(
      "tcp-inlets",
      {{"from", "0"}, {"to", "/dnsaddr/b/tcp/" + std::to_string(b.listen()) + "/service/outlet"}});

  struct stream {
    hand client, server;
  };
  stream open() {
    stream s{a.dial(a.port_of(inlet)), {}};
    s.server = server.accept();
    world.settle();
    return s;
  }
  json now() { return b.ask("GET", "/v1/tcp-outlets/outlet").body; }
};

} // namespace

TEST_CASE_FIXTURE(outlet_side, "a dead path ends its streams at the outlet, too, and is counted") {
  auto one = open(), two = open();
  world.advance(1min);
  CHECK_FALSE(over(one.server));
  world.net.black_hole("a");
  CHECK(world.advance_until([&] { return over(one.server); }, 25s));
  CHECK(over(two.server));
  CHECK(now().at("streams") == 0);
  CHECK(now().at("streams_lost") == 2);
}

TEST_CASE_FIXTURE(outlet_side, "a path that is dead from its first moment on is found, too") {
  auto s = open();
  world.net.black_hole("a");
  CHECK(world.advance_until([&] { return over(s.server); }, 25s));
}

TEST_CASE_FIXTURE(outlet_side, "streams that leave are no sign of life of a dead path") {
  auto last = open();
  std::vector<stream> leaving;
  for (int i = 0; i < 8; ++i) leaving.push_back(open());
  for (auto& each : leaving) each.client.finish(); // the server ends the rest
  world.settle();
  world.net.black_hole("a");
  const auto deadline = world.clock.now() + 25s;
  for (auto& each : leaving) {
    each.server.close();
    world.advance(3s);
  }
  CHECK(world.advance_until([&] { return over(last.server); }, deadline - world.clock.now()));
}

TEST_CASE_FIXTURE(outlet_side, "one ping is for all streams of a path, and none without streams") {
  std::vector<stream> many;
  for (int i = 0; i < 50; ++i) many.push_back(open());
  REQUIRE(a.ask("GET", "/v1/tcp-inlets").body.size() == 1);
  const auto before = world.net.carried("b", "a");
  world.advance(config::ping_period + 1s);
  const auto with_streams = world.net.carried("b", "a") - before;
  CHECK(with_streams > 0);
  CHECK(with_streams < 500); // a few pings and answers of about 100 bytes, not fifty
  many.clear();
  world.settle();
  world.advance(config::ping_period);
  const auto at_rest = world.net.carried("b", "a");
  world.advance(10 * config::ping_period);
  CHECK(world.net.carried("b", "a") - at_rest < 10 * with_streams); // the inlet's own ones
}

TEST_CASE_FIXTURE(outlet_side, "an inlet of the same node needs no pings") {
  const auto near = b.make("tcp-inlets", {{"from", "0"}, {"to", "/service/outlet"}});
  auto client = b.dial(b.port_of(near));
  auto at_server = server.accept();
  world.advance(1min);
  client.say("x");
  world.settle();
  CHECK(at_server.hear() == "x");
}

TEST_CASE_FIXTURE(many_ways,
                  "a first hop has a bounded number of pings, however many ways there are") {
  const auto ways = config::watched_paths_per_hop + 20;
  for (std::size_t i = 0; i < ways; ++i) open_by("w" + std::to_string(i));
  REQUIRE(node.count("stream") == ways);
  pings();
  world.advance(config::ping_period + 1s);
  const auto sent = pings();
  CHECK(sent.size() == config::watched_paths_per_hop + 1);
  for (const auto& each : sent) answer(each, each.payload.view());
  world.advance(config::ping_period - 2s);
  CHECK(node.count("stream") == ways); // those that share the proof of the hop, too
}

TEST_CASE_FIXTURE(many_ways, "an answer counts for the path whose token it is, and for no other") {
  for (const auto* way : {"kept", "silent", "guessed"}) open_by(way);
  pings();
  for (int second = 0; second < 40; ++second) {
    world.advance(1s);
    for (const auto& each : pings()) {
      const auto way = wire::to_string(each.onward);
      const auto token = each.payload.view();
      if (way.find("kept") != std::string::npos) answer(each, token);
      if (way.find("guessed") == std::string::npos) continue;
      wire::bytes guess(token.begin(), token.end()); // the number is right, the rest is not
      ++guess.back();
      answer(each, guess);
      answer(each, wire::bytes(3));
    }
  }
  CHECK(node.count("stream") == 1);
}

TEST_CASE_FIXTURE(many_ways, "a stream of the plain protocol whose pings nobody answers ends after "
                             "hours without a byte, and not before") {
  const auto open_plain = [&](const std::string& way) {
    node.inner.parts().workers.route(
        {wire::route{wire::local("outlet")},
         wire::route{wire::local("inlet"), wire::local(way), wire::local("me")},
         transports::slice::copy_of(wire::encode_ping(std::nullopt)),
         0,
         {}});
    socket = server.accept();
    world.settle();
    stream = inlet.got.back().return_route;
    return std::pair{stream, std::move(socket)};
  };
  auto silent = open_plain("silent"), used = open_plain("used");
  REQUIRE(node.count("stream") == 2);
  constexpr auto quarter = std::chrono::minutes{config::silent_stream_max} / 4;
  for (int times = 1; times < 4; ++times) {
    world.advance(quarter);
    used.second.say("x");
    world.settle();
  }
  CHECK(node.count("stream") == 2);
  world.advance(quarter + 1min);
  CHECK(node.count("stream") == 1);
}
