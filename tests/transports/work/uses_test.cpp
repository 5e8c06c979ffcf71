// How much leans on a worker that leads away.
#include "transports/work/uses.hpp"

#include <doctest/doctest.h>

using ockam::transports::uses;

TEST_CASE("what is added is there until it is dropped as often") {
  uses in_use;
  in_use.add(7), in_use.add(7), in_use.add(8);
  CHECK(in_use.of(7) == 2);
  in_use.drop(7);
  CHECK(in_use.any(7));
  in_use.drop(7);
  CHECK_FALSE(in_use.any(7));
  CHECK(in_use.any(8));
  in_use.drop(7); // nothing is left of it
  CHECK(in_use.of(7) == 0);
}

TEST_CASE("a relay is a use, and one that can be told apart") {
  uses in_use;
  in_use.add_relay(7), in_use.add(7);
  CHECK(in_use.of(7) == 2);
  CHECK(in_use.any_relay(7));
  in_use.drop_relay(7);
  CHECK_FALSE(in_use.any_relay(7));
  CHECK(in_use.any(7));
}

TEST_CASE("copies count together") {
  uses in_use;
  auto copy = in_use;
  copy.add(7);
  CHECK(in_use.any(7));
  in_use.drop(7);
  CHECK_FALSE(copy.any(7));
}
