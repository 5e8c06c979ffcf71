// Whole portals: every hop is real but time and network.
//   client -- inlet (a) == link == relay (r) == link == (b) outlet -- server
#include "actors/portals/portal_world.hpp"
#include "config/defaults.hpp"
#include "transports/links/link_table.hpp"

#include <random>

using namespace ockam;
using namespace ockam::tests;
using wire::portal_kind;

namespace {

using virtual_nodes = portal_way<virtual_world>;
using real_nodes = portal_way<real_world>;

/// Sends random pieces, and checks what arrives against what was sent.
struct checked_way {
  hand& from;
  hand& to;
  std::mt19937_64 random;
  std::string under_way;
  std::size_t left = 3 * config::mib, arrived = 0;
  bool right = true, finished = false;

  bool step() {
    if (left > 0) {
      std::string piece(std::min<std::size_t>(left, 1 + random() % 100'000), '\0');
      for (auto& c : piece) c = static_cast<char>(random());
      const auto n = from.pour(piece);
      under_way.append(piece, 0, n);
      left -= n;
    } else if (!finished) {
      finished = true;
      from.finish();
    }
    const auto part = to.hear(1 + random() % 100'000);
    right &= under_way.compare(0, part.size(), part) == 0;
    under_way.erase(0, part.size());
    arrived += part.size();
    return !to.ended && !to.broken;
  }
};

} // namespace

TEST_CASE_FIXTURE(virtual_nodes, "bytes arrive as they were sent, both ways, in any pieces") {
  auto s = open();
  checked_way up{s.client, s.server, std::mt19937_64{1}, {}};
  checked_way down{s.server, s.client, std::mt19937_64{2}, {}};
  for (bool going = true; going;) {
    going = up.step();
    going = down.step() || going;
    world.settle();
  }
  for (auto* way : {&up, &down}) {
    CHECK(way->right);
    CHECK(way->arrived == 3 * config::mib);
    CHECK(way->to.ended);
  }
  CHECK(streams() == 0);
}

TEST_CASE_FIXTURE(real_nodes, "16 streams share the links, and each gets its own bytes") {
  std::vector<stream> all;
  for (int i = 0; i < 16; ++i) all.push_back(open());
  std::vector<checked_way> ways;
  for (auto& s : all) {
    ways.push_back({s.client, s.server, std::mt19937_64{ways.size()}, {}});
    ways.push_back({s.server, s.client, std::mt19937_64{ways.size()}, {}});
  }
  auto going = [&] {
    bool any = false;
    for (auto& w : ways) any = w.step() || any;
    return any;
  };
  CHECK(world.advance_until([&] { return !going(); }, 60s));
  for (auto& w : ways) {
    CHECK(w.right);
    CHECK(w.arrived == 3 * config::mib);
    CHECK_FALSE(w.to.broken);
  }
  CHECK(world.advance_until([&] { return streams() == 0; }, 5s));
}

TEST_CASE_FIXTURE(real_nodes, "a half-closed request gets its whole answer through a relay") {
  auto s = open();
  s.client.say("question");
  s.client.finish();
  world.settle();
  CHECK(s.server.hear() == "question");
  CHECK(s.server.ended);
  const std::string answer(5'000'000, 'x');
  std::size_t said = 0, got = 0;
  world.advance_until(
      [&] {
        said += s.server.pour(std::string_view{answer}.substr(said));
        if (said == answer.size()) s.server.close();
        got += s.client.hear().size();
        return s.client.ended || s.client.broken;
      },
      20s);
  CHECK(got == answer.size());
  CHECK(s.client.ended);
  CHECK(world.advance_until([&] { return streams() == 0; }, 5s)); // the last acknowledgement comes
}

TEST_CASE_FIXTURE(real_nodes, "a reset passes through, behind the data") {
  auto s = open();
  SUBCASE("from the client") {
    s.client.say("last words");
    world.settle();
    s.client.reset();
    CHECK(world.advance_until([&] { return streams() == 0; }, 5s));
    CHECK(s.server.hear() == "last words");
    s.server.hear();
    CHECK(s.server.broken);
  }
  SUBCASE("from the server") {
    s.server.say("last words");
    world.settle();
    s.server.reset();
    CHECK(world.advance_until([&] { return streams() == 0; }, 5s));
    CHECK(s.client.hear() == "last words");
    s.client.hear();
    CHECK(s.client.broken);
  }
}

TEST_CASE_FIXTURE(real_nodes, "a dead target gets the client an end at once") {
  server.source.reset();
  auto client = a.dial(a.port_of(inlet));
  CHECK(world.advance_until(
      [&] {
        client.hear();
        return client.broken || client.ended;
      },
      2s));
  CHECK(world.advance_until([&] { return streams() == 0; }, 5s));
}

TEST_CASE_FIXTURE(real_nodes, "a link lost in mid-stream is an error to both sides, if told so") {
  b.make("tcp-outlets", {{"address", "strict"}, {"to", server.address()}, {"keep_for_ms", 0}});
  inlet = a.make(
      "tcp-inlets",
      {{"from", "0"}, {"to", at + "/service/forward_to_b/service/strict"}, {"resume_for_ms", 0}});
  auto s = open();
  s.client.say("up");
  s.server.say("down");
  world.settle();
  CHECK(s.server.hear() == "up");
  CHECK(s.client.hear() == "down");
  world.end(*relay.home);
  world.settle();
  s.client.hear();
  CHECK(s.client.broken);
  s.server.hear();
  CHECK(s.server.broken);
  CHECK(streams() == 0);
  CHECK(a.ask("GET", "/v1/tcp-inlets/web").body.at("status") == "connecting");
}

TEST_CASE_FIXTURE(virtual_nodes, "an inlet opens its route again after the link was lost") {
  auto before = open();
  world.net.cut("a", "r");
  world.settle();
  before.client.hear();
  CHECK_FALSE((before.client.ended || before.client.broken)); // it goes on
  CHECK(a.ask("GET", "/v1/tcp-inlets/web").body.at("status") == "connecting");
  world.advance(config::session_pause_min + 1ms);
  CHECK(a.ask("GET", "/v1/tcp-inlets/web").body.at("status") == "up");
  auto after = open();
  after.client.say("again");
  world.settle();
  CHECK(after.server.hear() == "again");
}

TEST_CASE_FIXTURE(virtual_nodes, "an inlet of a route that can not be opened says why") {
  auto down = a.make("tcp-inlets", {{"from", "0"}, {"to", "/dnsaddr/r/tcp/1/service/outlet"}});
  CHECK(down.at("status") == "connecting");
  CHECK(down.at("reason").get<std::string>().find("refused") != std::string::npos);
}

TEST_CASE_FIXTURE(virtual_nodes, "an outlet made after its inlet works") {
  auto early =
      a.make("tcp-inlets", {{"from", "0"}, {"to", at + "/service/forward_to_b/service/late"}});
  b.make("tcp-outlets", {{"address", "late"}, {"to", server.address()}});
  auto client = a.dial(a.port_of(early));
  auto end = server.accept();
  client.say("hello");
  world.settle();
  CHECK(end.hear() == "hello");
}

TEST_CASE_FIXTURE(virtual_nodes, "an inlet and its outlet can live on one node") {
  auto local = b.make("tcp-inlets", {{"from", "0"}, {"to", "/service/outlet"}});
  auto client = b.dial(b.port_of(local));
  auto end = server.accept();
  world.settle();
  const std::string big(1'000'000, 'x');
  std::size_t said = 0, got = 0;
  while (got < big.size()) {
    said += client.pour(std::string_view{big}.substr(said));
    world.settle();
    got += end.hear().size();
  }
  end.say("all of it");
  end.close();
  world.settle();
  CHECK(client.hear() == "all of it");
  client.close();
  world.settle();
  CHECK(streams() == 0);
}

TEST_CASE_FIXTURE(virtual_nodes, "1000 streams opened and closed leave nothing behind") {
  { auto warm = open(); }
  world.settle();
  const auto descriptors = open_descriptors();
  const auto actors = world.system.registry().running();
  const auto workers = a.workers().list().size() + b.workers().list().size();
  for (int i = 0; i < 1000; ++i) {
    auto s = open();
    s.client.say("x");
    s.server.say("y");
    world.settle();
    REQUIRE(s.server.hear() == "x");
    REQUIRE(s.client.hear() == "y");
    if (i % 2 == 0) s.client.close();
  }
  world.settle();
  CHECK(streams() == 0);
  CHECK(open_descriptors() == descriptors);
  CHECK(world.system.registry().running() == actors);
  CHECK(a.workers().list().size() + b.workers().list().size() == workers);
  a.ask("DELETE", "/v1/tcp-inlets/web"), b.ask("DELETE", "/v1/relays/b"); // which watch their way
  world.advance(config::ping_period);
  for (auto* node : {&a, &b, &relay}) CHECK(node->home->next_timer() == nullptr);
}

TEST_CASE_FIXTURE(real_nodes, "nodes can go in the middle of everything") {
  std::vector<stream> all;
  for (int i = 0; i < 8; ++i) {
    all.push_back(open());
    const std::string block(100'000, 'x');
    all.back().client.pour(block);
    all.back().server.pour(block);
    if (i % 2 == 0) all.back().client.finish();
  }
  SUBCASE("the inlet's") { world.end(*a.home); }
  SUBCASE("the outlet's") { world.end(*b.home); }
  SUBCASE("with the traffic at rest") { world.settle(); }
  world.settle();
}

TEST_CASE_FIXTURE(real_nodes, "a node that goes resets its clients: no end where data is missing") {
  b.make("tcp-outlets", {{"address", "strict"}, {"to", server.address()}, {"keep_for_ms", 0}});
  const auto direct =
      a.make("tcp-inlets",
             {{"from", "0"},
              {"to", "/ip4/127.0.0.1/tcp/" + std::to_string(b.listen()) + "/service/strict"}});
  auto client = a.dial(a.port_of(direct));
  auto far = server.accept();
  far.say("part of it");
  world.settle();
  CHECK(client.hear() == "part of it");
  world.end(*a.home);
  client.hear();
  CHECK(client.broken);
  world.settle();
  far.hear();
  CHECK(far.broken);
}

TEST_CASE_FIXTURE(virtual_nodes, "messages to streams that are gone are dropped") {
  auto s = open();
  const auto rows = b.workers().list();
  const auto end =
      std::find_if(rows.begin(), rows.end(), [](auto& r) { return r.kind == "stream"; });
  REQUIRE(end != rows.end());
  s.client.close();
  s.server.close();
  world.settle();
  REQUIRE(streams() == 0);
  const auto before = b.workers().dropped();
  for (auto& m : {wire::encode_pong({}), encode_payload("x"), wire::encode_disconnect()})
    b.inner.parts().workers.route({wire::route{wire::local(end->address)},
                                   wire::route{wire::local("echo")},
                                   transports::slice::copy_of(m),
                                   0,
                                   {}});
  CHECK(b.workers().dropped() == before + 3);
}
