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
