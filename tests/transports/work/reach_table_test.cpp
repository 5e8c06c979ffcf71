#include "transports/work/reach_table.hpp"

#include <caf/make_counted.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

using namespace ockam::transports;

namespace {

struct knowable : reachable {};

relay_mark_ptr new_mark() { return caf::make_counted<relay_mark>(); }

} // namespace

TEST_CASE("a table knows what it has learnt and nothing else") {
  reach_table known;
  knowable a, b;
  CHECK_FALSE(known.find(a));
  known.learn(a, nullptr);
  CHECK(known.find(a));
  CHECK_FALSE(known.find(b));
  CHECK(known.size() == 1);
  known.learn(a, nullptr);
  CHECK(known.size() == 1);
}

TEST_CASE("what a table has learnt goes with the worker") {
  reach_table one, other;
  auto gone = std::make_unique<knowable>();
  knowable stays;
  for (auto* const table : {&one, &other}) {
    table->learn(*gone, nullptr);
    table->learn(stays, nullptr);
  }
  gone.reset();
  CHECK(one.size() == 1);
  CHECK(other.size() == 1);
  stays.forget();
  CHECK_FALSE(one.find(stays));
  CHECK(other.size() == 0);
}

TEST_CASE("what a table has learnt goes with the table, and leaves other tables alone") {
  knowable a;
  reach_table other;
  {
    reach_table one;
    one.learn(a, nullptr);
    other.learn(a, nullptr);
  }
  CHECK(other.find(a));
  other.clear();
  CHECK_FALSE(other.find(a));
  a.forget();
}

TEST_CASE("a full table forgets what was unused for longest") {
  reach_table known{3};
  knowable a, b, c, d;
  for (auto* const each : {&a, &b, &c}) known.learn(*each, nullptr);
  REQUIRE(known.find(a)); // used: b is the oldest now
  known.learn(d, nullptr);
  CHECK(known.size() == 3);
  CHECK(known.find(a));
  CHECK_FALSE(known.find(b));
  CHECK(known.find(c));
  CHECK(known.find(d));
}

TEST_CASE("what was learnt by a relay is forgotten when the relay has ended") {
  reach_table known;
  knowable by_relay, by_none;
  const auto r = new_mark();
  const auto by_r = mark_set::of(r);
  known.learn(by_relay, by_r);
  known.learn(by_none, nullptr);
  REQUIRE(known.find(by_relay));
  CHECK(*known.find(by_relay) == by_r);
  r->end();
  CHECK_FALSE(known.find(by_relay));
  CHECK(known.find(by_none));
  known.learn(by_relay, by_r);
  CHECK_FALSE(known.find(by_relay));
  CHECK(known.size() == 1);
}

TEST_CASE("what was learnt by two relays goes with the last of them") {
  reach_table known;
  knowable a;
  const auto r = new_mark(), s = new_mark();
  known.learn(a, mark_set::of(r));
  known.learn(a, mark_set::of(s));
  r->end();
  CHECK(known.find(a));
  s->end();
  CHECK_FALSE(known.find(a));
}

TEST_CASE("what was also learnt without a relay stays when its relays end") {
  reach_table known;
  knowable first, last;
  const auto r = new_mark();
  known.learn(first, nullptr);
  known.learn(first, mark_set::of(r));
  known.learn(last, mark_set::of(r));
  known.learn(last, nullptr);
  r->end();
  CHECK(known.find(first));
  CHECK(known.find(last));
}

TEST_CASE("what was learnt by a hundred relays goes with the last of them") {
  reach_table known;
  knowable a;
  std::vector<relay_mark_ptr> all;
  for (int i = 0; i < 100; ++i) {
    all.push_back(new_mark());
    known.learn(a, mark_set::of(all.back()));
  }
  const auto last = all[37];
  for (const auto& each : all)
    if (each != last) each->end();
  CHECK(known.find(a));
  last->end();
  CHECK_FALSE(known.find(a));
}

TEST_CASE("what was learnt by more relays than are counted goes with them at the latest") {
  reach_table known;
  knowable a;
  std::vector<relay_mark_ptr> all;
  for (std::size_t i = 0; i < mark_set::size_max + 10; ++i) {
    all.push_back(new_mark());
    known.learn(a, mark_set::of(all.back()));
  }
  CHECK((*known.find(a))->size() == mark_set::size_max);
  CHECK(known.find(a));
  for (const auto& each : all) each->end();
  CHECK_FALSE(known.find(a));
}

TEST_CASE("a relay counts once, whichever others have ended meanwhile") {
  reach_table known;
  knowable a;
  std::vector<relay_mark_ptr> all;
  for (int i = 0; i < 10; ++i) all.push_back(new_mark());
  for (const auto& each : all) known.learn(a, mark_set::of(each));
  std::sort(all.begin(), all.end(), [](const auto& one, const auto& other) {
    return std::less<>{}(one.get(), other.get());
  });
  for (auto left = all.size() - 1; left > 0; --left) { // those that stand in front end first
    all[all.size() - 1 - left]->end();
    REQUIRE(known.find(a));
    CHECK((*known.find(a))->size() == left);
  }
}

TEST_CASE("relays that have ended make room among those that are counted") {
  auto all = mark_set::of(new_mark());
  for (int i = 0; i < 20; ++i) {
    const auto next = new_mark();
    all = mark_set::join(all, mark_set::of(next));
    REQUIRE(all);
    CHECK(all->size() <= mark_set::size_max);
    next->end();
  }
  CHECK(all->standing());
}

TEST_CASE("joining what is covered makes nothing new") {
  const auto r = new_mark(), s = new_mark();
  const auto by_r = mark_set::of(r), both = mark_set::join(by_r, mark_set::of(s));
  CHECK(mark_set::join(by_r, by_r) == by_r);
  CHECK(mark_set::join(both, by_r) == both);
  CHECK(both->size() == 2);
  CHECK_FALSE(mark_set::join(both, nullptr));
}

TEST_CASE("a table remembers what it has learnt last") {
  reach_table known;
  const auto r = mark_set::of(new_mark());
  auto a = std::make_unique<knowable>();
  knowable b;
  known.learn(b, nullptr);
  known.learn(*a, r);
  CHECK(known.just_learnt(*a, r));
  CHECK_FALSE(known.just_learnt(*a, nullptr));
  CHECK_FALSE(known.just_learnt(b, nullptr));
  a.reset();
  CHECK(known.last() == nullptr);
}
