// Which connections become links, and which links go when there are too many.
#include "fixtures/many_files.hpp"
#include "fixtures/played_peer.hpp"
#include "transports/links/link_table.hpp"

#include <fstream>
#include <unistd.h>

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::transports;
using wire::local;

namespace {

/// Two descriptors a link, and both ends are in this process.
struct crowd : fixtures::many_files, simulation {
  virtual_node node{*this, "a"};
  std::vector<std::unique_ptr<played_peer>> peers;

  played_peer& connect(const std::string& host) {
    auto port = static_cast<std::uint16_t>(peers.size());
    return *peers.emplace_back(std::make_unique<played_peer>(node, host, port));
  }
  /// From a source of its own each.
  void connect_many(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) connect("h" + std::to_string(peers.size()));
    settle();
  }
  const link_refusals& refusals() const { return node.links.refusals(); }
};

std::size_t resident_kib() {
  std::ifstream in{"/proc/self/statm"};
  std::size_t total = 0, resident = 0;
  in >> total >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) / 1024;
}

} // namespace

TEST_CASE_FIXTURE(crowd, "a thousand connections that say nothing, or half a frame, cost little") {
  peers.reserve(2000);
  connect_many(1); // first touches
  auto at_first = resident_kib();
  connect_many(1000);
  CHECK(node.links.size() == 1001);
  for (auto& p : peers) p->send("\x01");
  for (auto& p : peers)
    p->send_hex("000fffff"
                "8281"); // half a frame
  CHECK(node.links.load().partial == 1001 * 6);
  CHECK(resident_kib() - at_first < 16 * 1024);
  auto& sink = node.start<probe>("sink");
  auto& polite = connect("10.0.0.1");
  polite.send("\x01");
  polite.send_frame({local("sink")}, {}, "hello");
  CHECK(sink.all.size() == 1);
  peers.clear();
  settle();
  CHECK(node.links.size() == 0);
  CHECK(node.links.load().partial == 0);
  CHECK(node.workers.size() == 1);
}

TEST_CASE_FIXTURE(crowd,
                  "one source has so many unknown links; the oldest silent one makes place") {
  node.start<probe>("sink");
  auto& first = connect("192.0.2.1");
  auto& second = connect("192.0.2.1");
  for (std::size_t i = 2; i < config::unknown_links_per_source_max; ++i) connect("192.0.2.1");
  settle();
  first.send("\x01");
  first.send_frame({local("sink")}, {}, "not silent");
  CHECK(node.links.size() == config::unknown_links_per_source_max);
  connect("192.0.2.1");
  settle();
  CHECK(node.links.size() == config::unknown_links_per_source_max);
  CHECK(refusals().silent == 1);
  CHECK_FALSE(first.ended());
  CHECK(second.ended());
  connect("192.0.2.2");
  CHECK(node.links.size() == config::unknown_links_per_source_max + 1);
}

TEST_CASE_FIXTURE(crowd, "a source whose links all work is refused more") {
  node.start<probe>("sink");
  for (std::size_t i = 0; i < config::unknown_links_per_source_max; ++i) {
    auto& peer = connect("2001:db8::" + std::to_string(i)); // one /64 is one source
    peer.send("\x01");
    peer.send_frame({local("sink")}, {}, "at work");
  }
  CHECK(connect("2001:db8::ffff").ended());
  CHECK(refusals().source == 1);
  CHECK_FALSE(connect("2001:db8:0:1::1").ended());
  // those that we know do not count
  node.links.mark_proven(node.links.list().front().address);
  CHECK(node.links.list().front().known);
  CHECK_FALSE(connect("2001:db8::ffff").ended());
}

TEST_CASE_FIXTURE(crowd, "this host may open many") {
  for (int i = 0; i < 1000; ++i) connect(i % 2 ? "127.0.0.1" : "::1");
  settle();
  CHECK(node.links.size() == 1000);
}

TEST_CASE_FIXTURE(crowd, "from three quarters on, connections are refused at random") {
  REQUIRE(files_max() > 2 * config::unknown_links_max + 1000);
  connect_many(config::early_drop_start);
  CHECK(refusals().early == 0);
  CHECK(node.links.unknown() == config::early_drop_start);
  connect_many(400);
  CHECK(refusals().early > 5);
  CHECK(refusals().early < 100);
  while (node.links.unknown() < config::unknown_links_max) connect_many(1);
  auto refused = refusals().early;
  CHECK(refusals().silent == 0);
  connect_many(100); // full: half of them replace the oldest silent ones
  CHECK(refusals().early - refused > 25);
  CHECK(refusals().early - refused < 75);
  CHECK(refusals().silent + refusals().early - refused == 100);
  CHECK(node.links.unknown() == config::unknown_links_max);
  CHECK(peers.front()->ended());
  // a link that we dial is never refused
  virtual_node b{*this, "b"};
  b.listen(7000);
  CHECK(node.open({"b", 7000}));
}

TEST_CASE_FIXTURE(crowd,
                  "sources that have many make place for one that has few, whatever they sent") {
  node.start<probe>("sink");
  const auto sources = 64U;
  for (std::size_t i = 0; node.links.unknown() < config::unknown_links_max; ++i) {
    auto& peer = connect("h" + std::to_string(i % sources));
    if (peer.ended()) continue; // dropped early
    peer.send("\x01");
    peer.send_frame({local("sink")}, {}, "not silent");
  }
  const auto early = refusals().early;
  for (int i = 0; i < 20; ++i) CHECK_FALSE(connect("honest" + std::to_string(i)).ended());
  settle();
  CHECK(refusals().crowd == 20);
  CHECK(refusals().early == early);
  CHECK(node.links.unknown() == config::unknown_links_max);
}

TEST_CASE_FIXTURE(
    crowd, "what asks for much is told apart by its source, and behind a hub by the hub's client") {
  const auto paced = [&](std::size_t link, const char* next = "me") {
    const auto address = node.links.list().at(link).address;
    return node.links.paced_as(address, {local(address), local(next)});
  };
  connect("192.0.2.1"), connect("192.0.2.1"), connect("2001:db8::1"), connect("2001:db8::2"),
      connect("127.0.0.1"), connect("127.0.0.1"), connect("192.0.2.1"), connect("192.0.2.1");
  CHECK(paced(0) == "192.0.2.1");
  CHECK(paced(0) == paced(1, "whatever"));
  CHECK(paced(2) == paced(3));
  CHECK(paced(4) != paced(5));
  const auto all = node.links.list();
  node.links.mark_proven(all[1].address);
  CHECK(paced(1) != paced(0));
  node.links.mark_proven(all[6].address);
  CHECK(paced(6) == paced(1));
  node.links.mark_admitted(all[7].address);
  CHECK(paced(7) == all[7].address);
  virtual_node hub{*this, "hub"};
  hub.listen(7000);
  REQUIRE(node.open({"hub", 7000}));
  const auto dialed = node.links.list().size() - 1;
  CHECK(paced(dialed, "one client") != paced(dialed, "another client"));
  CHECK(paced(dialed, "one client") == paced(dialed, "one client"));
}

TEST_CASE_FIXTURE(crowd, "an identity stands for its first links, and a credential for all") {
  const wire::identifier who{{7}};
  for (int i = 0; i < 4; ++i) connect("192.0.2.1");
  settle();
  for (const auto& each : node.links.list()) node.links.mark_proven(each.address, who);
  CHECK(node.links.unknown() == 4 - config::proven_links_per_identity_max);
  for (const auto& each : node.links.list()) node.links.mark_admitted(each.address);
  CHECK(node.links.unknown() == 0);
  peers.pop_back(); // it is forgotten in order
  settle();
  CHECK(node.links.size() == 3);
}

TEST_CASE_FIXTURE(crowd, "proven links of one source are bounded, too: identities cost nothing") {
  node.start<probe>("sink");
  const auto max = config::unknown_links_per_source_max * config::proven_links_factor;
  for (std::size_t i = 0; i < max; ++i) {
    auto& peer = connect("192.0.2.1");
    peer.send("\x01");
    peer.send_frame({local("sink")}, {}, "x");
    node.links.mark_proven(node.links.list().back().address);
  }
  CHECK(node.links.size() == max);
  CHECK(node.links.unknown() == 0);
  CHECK(connect("192.0.2.1").ended());
  CHECK_FALSE(connect("192.0.2.2").ended());
}

TEST_CASE("what it costs to find a link that has to go does not grow with the links there are") {
  std::vector<std::uint64_t> costs;
  for (const std::size_t size : {100U, 1'000U, 3'000U}) {
    crowd world;
    for (std::size_t i = 0; i < size; ++i) world.connect("192.0.2." + std::to_string(i % 20));
    world.settle();
    world.node.links.set_limits(
        *config::limits::read(std::array<std::string, 1>{"links-per-source=1"}));
    const auto before = world.node.links.looks();
    for (int i = 0; i < 10; ++i) world.connect("192.0.2.1");
    costs.push_back(world.node.links.looks() - before);
  }
  for (const auto cost : costs) CHECK(cost == 10);
}

TEST_CASE_FIXTURE(crowd, "incomplete frames of all links together are bounded") {
  auto half = config::frame_size_max / 2;
  auto count = config::partial_frame_bytes_max / half;
  wire::bytes start{0, 0x10, 0, 0};
  start.resize(half);
  for (std::size_t i = 0; i + 1 < count; ++i) {
    auto& peer = connect("h" + std::to_string(i));
    peer.send("\x01");
    peer.send(start);
  }
  auto& larger = connect("larger");
  larger.send("\x01");
  larger.send(start);
  CHECK(node.links.size() == count);
  CHECK(node.links.load().partial == config::partial_frame_bytes_max);
  larger.send(std::string(1000, 'x'));
  CHECK(refusals().partial == 1);
  CHECK(node.links.size() == count - 1);
  CHECK(larger.ended()); // the largest one
  CHECK(node.links.load().partial <= config::partial_frame_bytes_max);
}

TEST_CASE_FIXTURE(simulation, "what waits in all links together is bounded") {
  virtual_node node{*this, "a", 2 * config::mib};
  auto& sink = node.start<probe>("sink");
  played_peer slow{node, "10.0.0.1"}, slower{node, "10.0.0.2"};
  slow.send("\x01"), slower.send("\x01");
  auto all = node.links.list();
  auto queue = [&](std::size_t link, std::size_t kib) {
    node.send({local(all[link].address), local("x")}, std::string(kib * 1024, 'q'));
    settle();
  };
  queue(0, 900), queue(1, 900);
  CHECK(node.links.load().queued > 1 * config::mib);
  queue(1, 500);
  CHECK(node.links.size() == 2);
  queue(0, 400);
  CHECK(node.links.refusals().queued == 1);
  CHECK(node.links.size() == 1);
  CHECK_FALSE(node.links.find(all[1].address)); // the largest one
  CHECK(node.links.load().queued < 2 * config::mib);
  while (node.links.load().queued > 0) slow.take();
  slow.send_frame({local("sink")}, {}, "well");
  CHECK(sink.all.size() == 1);
}

TEST_CASE_FIXTURE(crowd, "a link can be found and listed, the oldest first") {
  connect_many(3);
  auto all = node.links.list();
  REQUIRE(all.size() == 3);
  CHECK(all[0].peer == endpoint{"h0", 0});
  CHECK(all[2].peer == endpoint{"h2", 2});
  auto one = node.links.find(all[1].address);
  REQUIRE(one);
  CHECK(one->peer == all[1].peer);
  CHECK_FALSE(node.links.find("nobody"));
  node.links.mark_proven("nobody"); // it may have ended meanwhile
}

TEST_CASE_FIXTURE(simulation, "a table that goes forgets its dials") {
  net.host("b");
  net.black_hole("b");
  auto answers = 0;
  {
    virtual_node node{*this, "a"};
    node.links.open(node.parts, {"b", 1}, 1s, [&](auto) { ++answers; });
    settle();
  }
  advance(2s);
  CHECK(answers == 0);
}
