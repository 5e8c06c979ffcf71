#include "transports/bounds/link_loads.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using transports::link_load;
using transports::link_loads;

TEST_CASE("loads of links are summed, and a link that leaves takes its own along") {
  link_loads loads;
  loads.enter(1), loads.enter(2);
  CHECK_FALSE(loads.change(1, {}, {10, 20}));
  CHECK_FALSE(loads.change(2, {}, {1, 2}));
  CHECK(loads.all() == link_load{11, 22});
  CHECK_FALSE(loads.change(1, {10, 20}, {4, 0}));
  CHECK(loads.all() == link_load{5, 2});
  loads.leave(1, {4, 0});
  CHECK(loads.all() == link_load{1, 2});
  loads.leave(2, {1, 2});
  CHECK(loads.all() == link_load{});
}

TEST_CASE(
    "when half frames are too much, the link that has most of them ends, whoever asked last") {
  constexpr auto most = config::partial_frame_bytes_max;
  link_loads loads;
  for (const link_loads::number n : {1U, 2U, 3U}) loads.enter(n);
  CHECK_FALSE(loads.change(2, {}, {most - 10, 0}));
  CHECK_FALSE(loads.change(1, {}, {10, 0})); // exactly as much as may be
  CHECK(loads.change(3, {}, {1, 0}) == 2);
  loads.leave(2, {most - 10, 0});
  CHECK(loads.all().partial == 11);
  CHECK_FALSE(loads.change(3, {1, 0}, {2, 0}));
}

TEST_CASE("what peers have not taken ends nobody here") {
  link_loads loads;
  loads.enter(1);
  CHECK_FALSE(loads.change(1, {}, {0, 10 * config::partial_frame_bytes_max}));
  CHECK(loads.all().queued == 10 * config::partial_frame_bytes_max);
}
