#include "channels/identity/validity.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace ockam;
using namespace ockam::channels;

TEST_CASE("what is signed holds within its signer's validity and its own") {
  constexpr validity outer{100, 200};
  CHECK(check_validity({100, 200}, outer, 100));
  CHECK(check_validity({100, 200}, outer, 200));
  CHECK_FALSE(check_validity({99, 200}, outer, 150));
  CHECK_FALSE(check_validity({100, 201}, outer, 150));
  CHECK_FALSE(check_validity({100, 150}, outer, 151));
}

TEST_CASE("a clock may be a minute behind") {
  constexpr validity outer{100, 1000};
  CHECK(check_validity({200, 1000}, outer, 140));
  CHECK_FALSE(check_validity({200, 1000}, outer, 139));
}

TEST_CASE("the end of time is no special case") {
  constexpr auto end = std::numeric_limits<timestamp>::max();
  CHECK(check_validity({0, end}, {0, end}, end));
  CHECK_FALSE(check_validity({end, end}, {0, end}, 0));
}

TEST_CASE("what is signed holds as long as its signer has, whatever the clock says then") {
  using std::chrono::seconds;
  constexpr validity outer{1000, 100'000};
  CHECK(lasting(5000, 5000, seconds(100), outer) == validity{5000, 5100});
  CHECK(lasting(5000, 0, seconds(100), outer) == validity{1000, 5100});
  CHECK(lasting(3, 3, seconds(100), outer) == validity{1000, 1100}); // in January 1970
  CHECK(lasting(3, 0, seconds(100), outer) == validity{1000, 1100});
  CHECK(lasting(99'950, 0, seconds(100), outer) == validity{1000, 100'000});
}

TEST_CASE("what does not hold is told with what the clocks have to do with it") {
  constexpr validity outer{0, 1'000'000};
  CHECK(check_validity({5000, 9000}, outer, 3800).error().message
        == "not yet valid: the clock here and there differ by 20 min or more (it is earlier here)");
  CHECK(check_validity({5000, 9000}, outer, 9000 + 7200).error().message == "expired 2 h ago");
  CHECK(clock_gap(9000, 1800) == "the clock here and there differ by 2 h (it is later here)");
  CHECK(clocks_differ(1000, 1061));
  CHECK(clocks_differ(1061, 1000));
  CHECK_FALSE(clocks_differ(1000, 1060));
}
