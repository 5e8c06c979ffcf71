// Streams that go on over another path. Every hop is real but time and network.
//   client -- inlet (a) == link == relay (r) == link == (b) outlet -- server
#include "actors/portals/portal_world.hpp"
#include "config/defaults.hpp"

using namespace ockam;
using namespace ockam::tests;

namespace {

struct resumed_way : portal_way<virtual_world> {
  json near() { return a.ask("GET", "/v1/tcp-inlets/web").body; }
  bool goes_on() {
    return world.advance_until([this] { return near()["streams_detached"] == 0; }, 30s);
  }
  static bool open_still(stream& s) {
    return !s.client.broken && !s.client.ended && !s.server.broken && !s.server.ended;
  }
  void check_both_ways(stream& s, const std::string& up, const std::string& down) {
    s.client.say(up);
    s.server.say(down);
    world.settle();
    CHECK(hear_all(world, s.server) == up);
    CHECK(hear_all(world, s.client) == down);
    CHECK(open_still(s));
  }
};

} // namespace

TEST_CASE_FIXTURE(resumed_way, "a stream goes on when the link of its inlet was cut") {
  auto s = open();
  check_both_ways(s, "one", "eins");
  world.net.cut("a", "r");
  world.settle();
  s.client.say("two");
  s.server.say("zwei");
  world.settle();
  CHECK(open_still(s));
  REQUIRE(goes_on());
  world.settle();
  CHECK(hear_all(world, s.server) == "two");
  CHECK(hear_all(world, s.client) == "zwei");
  check_both_ways(s, "three", "drei");
  CHECK(near()["streams_resumed"] == 1);
  CHECK(near()["streams_lost"] == 0);
  s.client.close();
  s.server.close();
  CHECK(world.advance_until([&] { return streams() == 0; }, 5s));
}

TEST_CASE_FIXTURE(resumed_way, "a stream goes on when the link of its outlet's relay was cut") {
  auto s = open();
  check_both_ways(s, "one", "eins");
  world.net.cut("r", "b");
  world.settle();
  s.client.say("two");
  s.server.say("zwei");
  std::string up, down;
  CHECK(world.advance_until(
      [&] {
        up += s.server.hear(), down += s.client.hear();
        return up == "two" && down == "zwei";
      },
      30s));
  check_both_ways(s, "three", "drei");
}

TEST_CASE_FIXTURE(resumed_way, "what was under way is sent again, and nothing twice") {
  auto s = open();
  std::string sent, got;
  for (int round = 0; round < 20; ++round) {
    std::string piece(30'000, static_cast<char>('a' + round));
    piece.resize(s.client.pour(piece));
    sent += piece;
    if (round % 5 == 2) world.net.cut("a", "r");
    if (round % 5 == 4) REQUIRE(goes_on());
    world.settle();
    got += s.server.hear();
  }
  REQUIRE(goes_on());
  CHECK(world.advance_until(
      [&] {
        got += s.server.hear();
        return got.size() >= sent.size();
      },
      30s));
  CHECK(got == sent);
  CHECK(open_still(s));
}

TEST_CASE_FIXTURE(resumed_way, "an end that was sent before the cut stays said") {
  auto s = open();
  s.client.say("request");
  s.client.finish();
  world.settle();
  CHECK(s.server.hear() == "request");
  CHECK(s.server.ended);
  world.net.cut("a", "r");
  s.server.say("answer");
  s.server.close();
  world.settle();
  REQUIRE(goes_on());
  world.settle();
  CHECK(hear_all(world, s.client) == "answer");
  CHECK(s.client.ended);
  CHECK_FALSE(s.client.broken);
  CHECK(world.advance_until([&] { return streams() == 0; }, 5s));
}

TEST_CASE_FIXTURE(resumed_way, "without another way both ends are reset when the time is over") {
  auto s = open();
  check_both_ways(s, "one", "eins");
  world.end(*relay.home);
  world.settle();
  CHECK(near()["streams_detached"] == 1);
  world.advance(config::stream_patience - 1s);
  CHECK_FALSE(over(s.client));
  CHECK_FALSE(over(s.server));
  CHECK(near()["detached_for_ms"].get<int>() / 1000 == 59);
  world.advance(2s);
  CHECK(over(s.client));
  CHECK(near()["streams_lost_by"]["no_way"] == 1);
  world.advance(config::stream_keep - config::stream_patience);
  CHECK(over(s.server));
  CHECK(streams() == 0);
}

TEST_CASE_FIXTURE(resumed_way, "an inlet that is told not to wait resets its client at once") {
  inlet = a.make("tcp-inlets", {{"alias", "now"},
                                {"from", "127.0.0.1:0"},
                                {"to", at + "/service/forward_to_b/service/outlet"},
                                {"resume_for_ms", 0}});
  auto s = open();
  world.net.cut("a", "r");
  world.settle();
  CHECK(over(s.client));
}

TEST_CASE_FIXTURE(resumed_way, "an outlet that does not know the stream is told by a reset") {
  auto s = open();
  check_both_ways(s, "one", "eins");
  world.net.cut("a", "r");
  b.ask("DELETE", "/v1/tcp-outlets/outlet");
  b.make("tcp-outlets", {{"address", "outlet"}, {"to", server.address()}});
  CHECK(world.advance_until([&] { return over(s.client); }, 10s));
  CHECK(near()["streams_lost_by"]["unknown_there"] == 1);
}

TEST_CASE_FIXTURE(resumed_way, "a client that goes while there is no way ends the target soon") {
  auto s = open();
  check_both_ways(s, "one", "eins");
  world.net.cut("a", "r");
  world.settle();
  s.client.reset();
  CHECK(world.advance_until([&] { return over(s.server); }, 20s));
  s.server.close();
  CHECK(world.advance_until([&] { return streams() == 0; }, 5s));
}

TEST_CASE_FIXTURE(resumed_way, "many streams go on, and each gets its own bytes") {
  std::vector<stream> all;
  for (int i = 0; i < 200; ++i) all.push_back(open());
  for (int i = 0; i < 200; ++i) all[i].client.say("before " + std::to_string(i));
  world.net.cut("a", "r");
  for (int i = 0; i < 200; ++i) all[i].server.say("behind " + std::to_string(i));
  REQUIRE(goes_on());
  world.settle();
  int right = 0;
  for (int i = 0; i < 200; ++i)
    right += all[i].server.hear() == "before " + std::to_string(i)
             && all[i].client.hear() == "behind " + std::to_string(i);
  CHECK(right == 200);
  CHECK(near()["streams_resumed"] == 200);
}

TEST_CASE_FIXTURE(resumed_way, "a client whose stream has not begun gets another one") {
  hand client{a.dial(a.port_of(inlet))};
  world.net.cut("a", "r"); // the Ping is under way
  REQUIRE(world.advance_until([&] { return near()["status"] == "up"; }, 10s));
  client.say("hello");
  hand at_server; // the first Ping may have come there, too
  std::string heard;
  const auto hears = [&] {
    while (auto next = server.take()) at_server = std::move(next);
    if (at_server) heard += at_server.hear();
    return heard == "hello";
  };
  REQUIRE(world.advance_until(hears, 10s));
  at_server.say("yourself");
  world.settle();
  CHECK(hear_all(world, client) == "yourself");
}

namespace {

//   client -- inlet (a) == link == relay (r) == link == (b) outlet -- server, all in clear
struct restarted_way {
  using node = node_under_test<virtual_world>;
  std::unique_ptr<node> start_b() {
    auto b = std::make_unique<node>(world, "b");
    b->make("tcp-outlets", {{"address", "outlet"}, {"to", server.address()}});
    b->make("relays", {{"name", "b"}, {"at", at}});
    return b;
  }
  json near() { return a.ask("GET", "/v1/tcp-inlets/web").body; }

  virtual_world world;
  node relay{world, "r"}, a{world, "a"};
  target<virtual_world> server{world, "b"};
  std::string at = "/dnsaddr/r/tcp/" + std::to_string(relay.listen());
  std::unique_ptr<node> b = start_b();
  json inlet = a.make("tcp-inlets", {{"alias", "web"},
                                     {"from", "127.0.0.1:0"},
                                     {"to", at + "/service/forward_to_b/service/outlet"}});
};

} // namespace

TEST_CASE_FIXTURE(restarted_way, "an idle stream ends when the process of its outlet began again") {
  hand client = a.dial(a.port_of(inlet));
  hand at_server = server.accept();
  client.say("hello");
  world.settle();
  CHECK(hear_all(world, at_server) == "hello");
  world.advance_until([] { return false; }, 5s); // the outlet says that it has that
  world.net.cut("b", "r");
  b.reset();
  b = start_b();
  hand other = a.dial(a.port_of(inlet));
  hand other_at_server = server.accept();
  CHECK(world.advance_until([&] { return over(client); }, 30s));
  CHECK(near()["streams_lost_by"]["unknown_there"] == 1);
  CHECK(near()["streams"] == 1);
  other.say("still there?");
  world.settle();
  CHECK(hear_all(world, other_at_server) == "still there?");
  CHECK_FALSE(over(other));
}
