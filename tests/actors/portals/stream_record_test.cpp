// What both ends of a stream write down of it. Every hop is real but time and network.
//   client -- inlet (a) == link == relay (r) == link == (b) outlet -- server
#include "actors/portals/portal_world.hpp"
#include "config/defaults.hpp"

using namespace ockam;
using namespace ockam::tests;
using config::stream_entry;
using fate = config::stream_entry::outcome;

namespace {

template <class World>
struct written_down : portal_way<World> {
  using base = portal_way<World>;
  std::vector<stream_entry> near, far; ///< of the inlet and the outlet

  written_down() {
    this->a.inner.parts().stream_ended = [this](auto e) { near.push_back(std::move(e)); };
    this->b.inner.parts().stream_ended = [this](auto e) { far.push_back(std::move(e)); };
  }
  /// The entries of the one stream there was.
  void both() {
    REQUIRE(this->world.advance_until([&] { return !near.empty() && !far.empty(); }, 90s));
    REQUIRE(this->world.advance_until([&] { return base::streams() == 0; }, 90s));
    CHECK(near.size() == 1);
    CHECK(far.size() == 1);
  }
  void check_bytes(std::uint64_t up, std::uint64_t down) {
    CHECK(near.front().up == up);
    CHECK(near.front().down == down);
    CHECK(far.front().up == up);
    CHECK(far.front().down == down);
  }
};
using real_nodes = written_down<real_world>;
using virtual_nodes = written_down<virtual_world>;

} // namespace

TEST_CASE_FIXTURE(real_nodes,
                  "both ends of a stream write down the same bytes, and their own view") {
  auto s = open();
  s.client.say("question");
  world.settle();
  CHECK(hear_all(world, s.server) == "question");
  s.server.say("an answer");
  s.client.finish();
  s.server.close();
  both();
  check_bytes(8, 9);
  CHECK(near.front().came_to == fate::done);
  CHECK(near.front().why.empty());
  CHECK(near.front().end == stream_entry::side::inlet);
  CHECK(near.front().name == "web");
  CHECK(near.front().from.starts_with("127.0.0.1:"));
  CHECK(near.front().from != inlet.at("from").get<std::string>());
  CHECK(near.front().to == inlet.at("to").get<std::string>());
  CHECK(far.front().came_to == fate::done);
  CHECK(far.front().end == stream_entry::side::outlet);
  CHECK(far.front().name == "outlet");
  CHECK(far.front().to == server.address());
  CHECK(far.front().from == "127.0.0.1:" + std::to_string(port)); // its link leads to the relay
  CHECK(near.front().stream.size() == 8);
  CHECK(near.front().stream == far.front().stream);
}

TEST_CASE_FIXTURE(real_nodes, "a client that breaks its connection off is written down as that") {
  auto s = open();
  s.client.say("question");
  world.settle();
  CHECK(hear_all(world, s.server) == "question");
  s.client.reset();
  both();
  check_bytes(8, 0);
  CHECK(near.front().came_to == fate::cut);
  CHECK(near.front().why == "the local connection broke");
  CHECK(far.front().came_to == fate::cut);
  CHECK(far.front().why == "the far end broke it off");
}

TEST_CASE_FIXTURE(real_nodes,
                  "a target that nobody listens at is written down as refused, with why") {
  server.source.reset();
  auto client = a.dial(a.port_of(inlet));
  both();
  CHECK(near.front().came_to == fate::refused);
  CHECK(near.front().why == "the outlet refused");
  CHECK(far.front().came_to == fate::refused);
  CHECK(far.front().why.find("refused") != std::string::npos);
  check_bytes(0, 0);
}

TEST_CASE_FIXTURE(virtual_nodes, "bytes that are sent again over another path count once") {
  auto s = open();
  std::size_t sent = 0, got = 0;
  for (int round = 0; round < 20; ++round) {
    sent += s.client.pour(std::string(30'000, 'x'));
    if (round % 5 == 2) world.net.cut("a", "r");
    CHECK(world.advance_until([&] { return (got += s.server.hear().size()) >= sent; }, 30s));
  }
  s.client.finish();
  s.server.close();
  both();
  check_bytes(sent, 0);
  CHECK(a.ask("GET", "/v1/tcp-inlets/web").body.at("streams_resumed") == 4);
  CHECK(near.front().came_to == fate::done);
  CHECK(near.front().ms > 0);
}

TEST_CASE_FIXTURE(virtual_nodes, "a stream that is given up, and one whose way is lost, say so") {
  auto s = open();
  SUBCASE("its inlet is deleted") {
    a.ask("DELETE", "/v1/tcp-inlets/web");
    both();
    CHECK(near.front().why == "given up");
  }
  SUBCASE("no other way is there") {
    world.end(*relay.home);
    both();
    CHECK(near.front().why.find("way") != std::string::npos);
    CHECK(near.front().ms >= 60'000);
  }
  CHECK(near.front().came_to == fate::cut);
  CHECK(far.front().came_to == fate::cut);
}

TEST_CASE_FIXTURE(virtual_nodes, "a client that no route can serve is written down as refused") {
  a.make("tcp-inlets", {{"alias", "late"},
                        {"from", "127.0.0.1:0"},
                        {"to", at + "/service/forward_to_nobody/service/outlet"},
                        {"no_connection_wait", true}});
  auto client = a.dial(a.port_of(a.ask("GET", "/v1/tcp-inlets/late").body));
  CHECK(world.advance_until([&] { return !near.empty(); }, 30s));
  REQUIRE(near.size() == 1);
  CAPTURE(near.front().why);
  CHECK(near.front().came_to == fate::refused);
  CHECK(near.front().name == "late");
  CHECK_FALSE(near.front().why.empty());
}
