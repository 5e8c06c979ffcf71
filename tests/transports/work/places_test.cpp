#include "config/defaults.hpp"
#include "transports/work/places.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using transports::places;
using enum places::rank;

namespace {

bool nobody(places::number) { return false; }
bool everybody(places::number) { return true; }

} // namespace

TEST_CASE("the busiest source gives way to one with fewer, its silent and newest ones first") {
  places all;
  all.enter(1, "quiet", idle);
  for (places::number n = 2; n < 8; ++n) all.enter(n, "busy", idle);
  all.move(4, silent);
  CHECK(all.gives_way("new", nobody) == 4);
  all.leave(4);
  CHECK(all.gives_way("new", nobody) == 7);
  CHECK_FALSE(all.gives_way("busy", nobody));
  CHECK(all.size() == 6);
  CHECK(all.of_source("busy") == 5);
  CHECK(all.of_source("nobody") == 0);
}

TEST_CASE("what is in use, or proven, goes only if its source has far more") {
  places all;
  places::number n = 0;
  for (; n < config::places_spared; ++n) all.enter(n, "busy", n % 2 ? idle : proven);
  CHECK_FALSE(all.gives_way("new", everybody));
  all.enter(n, "busy", idle);
  CHECK(all.gives_way("new", everybody) == n); // in use, but the newest of too many
  CHECK(all.strangers_of("busy") == all.of_source("busy") - config::places_spared / 2);
  CHECK(all.strangers() == all.strangers_of("busy"));
}

TEST_CASE("among sources that have the same, the oldest silent one of all goes") {
  places all;
  for (places::number n = 0; n < 100; ++n) all.enter(n, std::to_string(n), n < 7 ? idle : silent);
  CHECK(all.gives_way("new", nobody) == 7);
  all.leave(7);
  all.move(8, idle);
  CHECK(all.gives_way("new", nobody) == 9);
  CHECK(all.oldest_silent_of("9") == 9);
  CHECK_FALSE(all.oldest_silent_of("8"));
}

TEST_CASE("one that was only just accepted gives way to nobody whose source has more") {
  places all;
  for (places::number n = 1; n < 100; ++n) all.enter(n, "busy", idle);
  all.enter(100, "quiet", silent);
  CHECK_FALSE(all.gives_way("busy", nobody));
  CHECK(all.gives_way("new", nobody) == 99);
}

TEST_CASE("a look costs the same however many places are taken") {
  std::vector<std::uint64_t> costs;
  for (const std::size_t size : {100U, 1'000U, 10'000U}) {
    places all;
    places::number n = 0;
    for (; n < size; ++n) all.enter(n, "source " + std::to_string(n % 64), idle);
    const auto before = all.looks();
    for (int times = 0; times < 10; ++times) {
      const auto out = all.gives_way("new " + std::to_string(times), nobody);
      if (!out) continue;
      all.leave(*out);
      all.enter(n++, "source 1", idle);
    }
    costs.push_back(all.looks() - before);
  }
  CHECK(costs[0] == costs[1]);
  CHECK(costs[1] == costs[2]);
}

TEST_CASE("what came into use is ranked once, and not each time") {
  places all;
  for (places::number n = 0; n < 1'000; ++n) all.enter(n, "busy", idle);
  CHECK(all.gives_way("new", everybody));
  const auto before = all.looks();
  CHECK(all.gives_way("new", everybody));
  CHECK(all.looks() == before + 1);
}
