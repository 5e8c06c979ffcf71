#include "config/defaults.hpp"
#include "transports/work/memory_budget.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <vector>

using namespace ockam;
using config::mib;
using transports::memory_budget;

namespace {

/// Holders by number, and which of them had to end.
struct holders {
  explicit holders(std::size_t max, std::size_t count) : budget(max) {
    for (std::size_t n = 0; n < count; ++n)
      all.push_back(
          std::make_unique<memory_budget::share>(budget, [this, n] { ended.push_back(n); }));
  }
  memory_budget budget;
  std::vector<std::unique_ptr<memory_budget::share>> all;
  std::vector<std::size_t> ended;
};

} // namespace

TEST_CASE("when all together hold more than the budget, whoever holds most ends") {
  holders h(1000, 3);
  h.all[0]->hold(300), h.all[1]->hold(500), h.all[2]->hold(200);
  CHECK(h.ended.empty());
  CHECK(h.budget.held() == 1000);
  h.all[2]->hold(201); // who asks for the last byte has less
  CHECK(h.ended == std::vector<std::size_t>{1});
  CHECK(h.budget.held() == 501);
  CHECK(h.budget.ended() == 1);
}

TEST_CASE("who asks for it ends itself, if it holds the most") {
  holders h(1000, 2);
  h.all[0]->hold(400);
  h.all[1]->hold(900);
  CHECK(h.ended == std::vector<std::size_t>{1});
  CHECK(h.budget.held() == 400);
}

TEST_CASE("as many end as it takes") {
  holders h(1000, 4);
  h.all[0]->hold(400), h.all[1]->hold(300), h.all[2]->hold(200);
  h.all[3]->hold(1200);
  CHECK(h.ended == std::vector<std::size_t>{3});
  h.all[0]->hold(801);
  CHECK(h.ended == std::vector<std::size_t>{3, 0});
  CHECK(h.budget.held() == 500);
}

TEST_CASE("what a holder does after it had to end is not counted, nor chosen again") {
  holders h(1000, 2);
  h.all[0]->hold(2000);
  h.all[0]->hold(3000);
  CHECK(h.budget.held() == 0);
  h.all[1]->hold(900);
  CHECK(h.ended == std::vector<std::size_t>{0});
  h.all[0]->give_back();
  CHECK(h.budget.held() == 900);
}

TEST_CASE("a holder that goes gives back what it held") {
  holders h(1000, 2);
  h.all[0]->hold(600), h.all[1]->hold(400);
  h.all[0].reset();
  CHECK(h.budget.held() == 400);
  h.all[1]->hold(1000);
  CHECK(h.ended.empty());
}

TEST_CASE("the one that ends is the largest within an eighth, of any size") {
  for (std::size_t size = 1; size < std::size_t{1} << 50; size = size * 5 / 4 + 1) {
    holders h(4 * size, 4); // sizes 1, 1, 1, and an eighth more
    for (std::size_t n = 0; n < 3; ++n) h.all[n]->hold(size);
    h.all[3]->hold(size + size / 8 + 1);
    REQUIRE(h.ended.size() == 1);
    CHECK(h.ended.front() == 3);
  }
}

TEST_CASE("each holder that shrinks and grows is found where it is") {
  holders h(100 * mib, 100);
  for (std::size_t round = 0; round < 20; ++round)
    for (std::size_t n = 0; n < 100; ++n) h.all[n]->hold((n * 7919 + round * 104729) % (1 * mib));
  std::size_t sum = 0;
  for (const auto& each : h.all) sum += each->held();
  CHECK(h.budget.held() == sum);
  h.all[42]->hold(90 * mib);
  CHECK(h.ended == std::vector<std::size_t>{42});
}

TEST_CASE("when most of what was held is given back, the system may have its memory") {
  holders h(1000 * mib, 2);
  std::size_t falls = 0;
  h.budget.on_fall([&] { ++falls; });
  h.all[0]->hold(config::memory_fall_min / 2);
  h.all[0]->hold(0);
  CHECK(falls == 0); // little
  h.all[0]->hold(2 * config::memory_fall_min), h.all[1]->hold(2 * config::memory_fall_min);
  h.all[0]->hold(config::memory_fall_min);
  CHECK(falls == 0); // three quarters are still there
  h.all[1]->hold(0);
  CHECK(falls == 1);
  h.all[0]->hold(0); // from there on it counts anew
  CHECK(falls == 2);
}

TEST_CASE("what had to end counts for that once it is given back") {
  holders h(2 * config::memory_fall_min, 1);
  h.all[0]->hold(3 * config::memory_fall_min);
  CHECK(h.ended.size() == 1);
  CHECK(h.budget.falls() == 0); // it is still there
  h.all[0]->give_back();
  CHECK(h.budget.falls() == 1);
}
