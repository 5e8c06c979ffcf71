// Who gets a stream of an outlet next, when more ask than it can start at once.
#include "actors/portals/callers.hpp"
#include "fixtures/virtual_node.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ockam;
using namespace ockam::tests;
using actors::callers;
using config::limit;

namespace {

struct door : simulation {
  virtual_node node{*this, "a"};
  probe& link = node.start<probe>("link");
  std::vector<std::string> started, turned_away;
  std::vector<callers::place> dialing;
  std::optional<limit> why;
  std::unique_ptr<callers> line = make();

  std::unique_ptr<callers> make() {
    return std::make_unique<callers>(
        node.parts, callers::calls{[](const std::function<void()>& f) { f(); },
                                   [this](callers::caller&& one, callers::place place) {
                                     started.push_back(one.source ? *one.source : "");
                                     dialing.push_back(std::move(place));
                                   },
                                   [this](callers::caller&& one, std::optional<limit> reason) {
                                     turned_away.push_back(*one.source);
                                     why = reason;
                                   }});
  }
  static callers::caller caller(const std::string& source, std::string_view link_there = "link") {
    callers::caller one;
    one.inlet = wire::route{wire::local(std::string(link_there)), wire::local("inlet")};
    one.source = std::make_shared<const std::string>(source);
    one.stranger = true;
    return one;
  }
  void come(const std::string& source, std::size_t count = 1) {
    for (std::size_t n = 0; n < count; ++n) line->come(caller(source));
  }
  std::size_t started_of(const std::string& source) const {
    return static_cast<std::size_t>(std::count(started.begin(), started.end(), source));
  }
};

} // namespace

TEST_CASE_FIXTURE(door, "an outlet starts so many streams in a round, and all in the end") {
  come("busy", 60);
  CHECK(started.size() == config::outlet_starts_per_round);
  CHECK(line->waiting() == 60 - config::outlet_starts_per_round);
  const auto before = started.size();
  node.home->round(0);
  node.home->round(0);
  CHECK(started.size() <= before + 2 * config::outlet_starts_per_round);
  settle();
  CHECK(started.size() == 60);
  CHECK(line->waiting() == 0);
}

TEST_CASE_FIXTURE(door, "who asks seldom waits for no crowd") {
  for (int n = 0; n < 20; ++n)
    for (int source = 0; source < 50; ++source) come("crowd " + std::to_string(source));
  for (int rounds = 0; rounds < 30; ++rounds) node.home->round(0);
  REQUIRE(line->waiting() > 100);
  dialing.clear(); // all have answered
  come("seldom");
  const auto before = started.size();
  settle();
  const auto at = std::find(started.begin(), started.end(), "seldom") - started.begin();
  CHECK(static_cast<std::size_t>(at) <= before + 2 * config::outlet_starts_per_round);
}

TEST_CASE_FIXTURE(door, "so many targets are dialed at once, and one source has a part of them") {
  come("busy", 200);
  settle();
  CHECK(started.size() == config::outlet_dials_per_source_max);
  CHECK(line->dialing() == config::outlet_dials_per_source_max);
  for (int source = 0; source < 400; ++source) come("h" + std::to_string(source));
  settle();
  CHECK(started.size() == config::outlet_dials_max);
  dialing.erase(dialing.begin(), dialing.begin() + 10);
  settle();
  CHECK(started.size() == config::outlet_dials_max + 10);
  while (!dialing.empty()) {
    dialing.clear();
    settle();
  }
  CHECK(started.size() == 600);
  CHECK(line->dialing() == 0);
}

TEST_CASE_FIXTURE(door, "when too many wait, the newest of the busiest source is turned away") {
  come("busy", config::outlet_dials_per_source_max);
  settle();
  come("busy", config::outlet_waiting_per_source_max);
  CHECK(turned_away.empty());
  come("busy");
  CHECK(turned_away == std::vector<std::string>{"busy"});
  CHECK(why == limit::pings_waiting);
  for (int source = 0; line->waiting() < config::outlet_waiting_max; ++source)
    come("h" + std::to_string(source % 5), 100), settle();
  turned_away.clear();
  come("new", 3);
  CHECK(turned_away.size() <= 3);
  CHECK(std::find(turned_away.begin(), turned_away.end(), "new") == turned_away.end());
}

TEST_CASE_FIXTURE(door,
                  "whom the node knows does not stand behind strangers, and is not turned away") {
  for (int n = 0; n < 20; ++n)
    for (int source = 0; source < 50; ++source) come("crowd " + std::to_string(source));
  const auto before = started.size();
  for (std::size_t n = 0; n < 100; ++n) {
    auto one = caller("known");
    one.stranger = false;
    line->come(std::move(one));
  }
  while (started_of("known") < 100) node.home->round(0);
  CHECK(started.size() - before <= 100 + 100 / 3 + config::outlet_starts_per_round);
  CHECK(line->dialing() == started.size());
  for (std::size_t n = 0; n < 2 * config::outlet_waiting_per_source_max; ++n) {
    auto one = caller("known");
    one.stranger = false;
    line->come(std::move(one));
  }
  CHECK(turned_away.empty());
}

TEST_CASE_FIXTURE(door, "whose link has ended, and who has given up, is passed over") {
  node.start<probe>("other");
  come("busy", config::outlet_starts_per_round);
  line->come(caller("gone", "other"));
  node.workers.remove(wire::local("other"));
  settle();
  CHECK(started_of("gone") == 0);
  CHECK(turned_away == std::vector<std::string>{"gone"});
  CHECK_FALSE(why);
  come("patient", 2 * config::outlet_dials_max);
  settle();
  const auto before = started.size();
  clock.time += config::pong_timeout;
  dialing.clear();
  settle();
  CHECK(started.size() == before);
  CHECK(line->waiting() == 0);
}

TEST_CASE_FIXTURE(door, "what a caller sends early waits with it, and nobody else's") {
  come("busy", config::outlet_starts_per_round);
  auto one = caller("early");
  one.capabilities = wire::portal_early_payload;
  const auto way = one.inlet;
  transports::message m{wire::route{wire::local("outlet")}, way, {}, 0, {}};
  CHECK_FALSE(line->early_of(m));
  line->come(std::move(one));
  CHECK(line->early_of(m));
  m.peer = wire::identifier{};
  CHECK_FALSE(line->early_of(m));
  m.peer.reset();
  settle();
  CHECK(started_of("early") == 1);
  CHECK_FALSE(line->early_of(m));
}

TEST_CASE_FIXTURE(door,
                  "what the node begins itself does not wait, and places outlive the outlet") {
  come("busy", 100);
  auto own = caller("");
  own.source = nullptr;
  line->come(std::move(own));
  CHECK(started.back().empty());
  line->clear();
  CHECK(line->waiting() == 0);
  line.reset();
  dialing.clear();
  settle();
}
