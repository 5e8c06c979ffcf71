// What links do with a notice that a neighbour goes, and with the answer.
//   a ---- n:7000, which goes
#include "config/defaults.hpp"
#include "fixtures/played_peer.hpp"
#include "fixtures/vectors.hpp"
#include "transports/links/shared_links.hpp"

#include <set>

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::transports;
using wire::local;

namespace {

struct departing : simulation {
  virtual_node a{*this, "a"}, n{*this, "n"};
  listening at = n.listen(7000);
  std::vector<departure_ptr> told;
  std::shared_ptr<const departures::watcher> watch =
      a.links.departing().watch([this](const departure_ptr& link) { told.push_back(link); });

  std::string dial() {
    const auto made = a.open({"n", 7000});
    REQUIRE(made);
    settle();
    return made->address;
  }
  std::shared_ptr<held_link> share() {
    std::shared_ptr<held_link> out;
    a.links.shared().open(a.parts, {"n", 7000}, 5s, [&](auto made) {
      if (made) out = *made;
    });
    advance_until([&] { return out != nullptr; }, 5s);
    REQUIRE(out);
    return out;
  }
};

} // namespace

TEST_CASE_FIXTURE(departing, "who dialed a node hears once that it goes, and when") {
  const auto link = dial(), other = dial();
  n.links.tell_departure(30s);
  settle();
  REQUIRE(told.size() == 2);
  CHECK(std::set{told[0]->address, told[1]->address} == std::set{link, other});
  CHECK(told[0]->until == clock.now() + 30s);
  n.links.tell_departure(20s);
  settle();
  CHECK(told.size() == 2);
  CHECK(a.links.size() == 2); // it is a hint
}

TEST_CASE_FIXTURE(departing, "it is not believed for long that a node goes") {
  dial();
  n.links.tell_departure(18h);
  settle();
  REQUIRE(told.size() == 1);
  CHECK(told[0]->until == clock.now() + config::departure_hint_max);
}

TEST_CASE_FIXTURE(departing, "who hears no more is told nothing") {
  dial();
  watch.reset();
  n.links.tell_departure(30s);
  settle();
  CHECK(told.empty());
}

TEST_CASE_FIXTURE(departing, "whoever dialed us may say that it goes, and nothing comes of it") {
  dial();
  std::size_t heard = 0;
  const auto there = n.links.departing().watch([&](const departure_ptr&) { ++heard; });
  a.links.tell_departure(30s);
  settle();
  CHECK(heard == 0);
  CHECK(n.links.size() == 1);
}

TEST_CASE_FIXTURE(departing, "a link that goes is given to nobody any more, and held by those who "
                             "have it") {
  const auto old = share();
  CHECK(share() == old);
  n.links.tell_departure(30s);
  settle();
  const auto next = share();
  CHECK(next != old);
  CHECK(a.links.size() == 2);
  CHECK(share() == next);
}

TEST_CASE_FIXTURE(played_link, "a notice is a heartbeat to those who do not know it") {
  node.links.tell_departure(30s);
  settle();
  const auto frame = wire::encode_frame({}, {}, tests::hex("4f01011e00"));
  CHECK(peer.take_hex() == wire::to_hex(frame));
}

TEST_CASE_FIXTURE(played_link, "a heartbeat may carry anything") {
  for (const auto* said : {"", "4f", "4f01", "4f0101", "4f01011e", "4f0103", "4f02011e00", "ff"})
    peer.send(wire::encode_frame({}, {}, tests::hex(said)));
  peer.send(wire::encode_frame({}, {}, tests::hex("4f01011e00")));
  peer.send_frame({local("sink")}, {}, "still here");
  CHECK_FALSE(peer.ended());
  CHECK(sink.all.size() == 1);
}

TEST_CASE_FIXTURE(played_link, "a node that goes is needed by links with messages, unless their "
                               "peers say otherwise") {
  node.links.tell_departure(30s);
  CHECK(node.links.needed(config::departure_quiet) == 1); // it may look for another way
  advance(config::departure_quiet);
  CHECK(node.links.needed(config::departure_quiet) == 0);
  peer.send_frame({}, {}, "a heartbeat");
  CHECK(node.links.needed(config::departure_quiet) == 0);
  peer.send_frame({local("sink")}, {}, "in use");
  CHECK(node.links.needed(config::departure_quiet) == 1);
  peer.send(wire::encode_frame({}, {}, tests::hex("4f0102")));
  CHECK(node.links.needed(config::departure_quiet) == 0);
  peer.send_frame({local("sink")}, {}, "a late one");
  CHECK(node.links.needed(config::departure_quiet) == 0);
}

TEST_CASE_FIXTURE(played_link, "others reach each other by a node that passes something on") {
  played_peer far{node, "10.0.0.8"};
  far.send("\x01");
  peer.send_frame({local("sink")}, {}, "for this node");
  CHECK_FALSE(node.links.passes_on());
  peer.send_frame({local(node.links.list().back().address), local("x")}, {}, "for another");
  CHECK(node.links.passes_on());
  advance(config::company_kept + 1s);
  CHECK_FALSE(node.links.passes_on());
  node.parts.in_use.add_relay(link().actor.id());
  CHECK(node.links.passes_on()); // a relay that nobody uses now
  node.parts.in_use.drop_relay(link().actor.id());
}
