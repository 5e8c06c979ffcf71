#include "transports/bounds/numbered_places.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using transports::numbered_places;
using rank = transports::places::rank;

TEST_CASE("what takes a place has a number, and the newest of the busiest source gives way") {
  numbered_places<std::string> all;
  CHECK(all.enter("a", "busy", rank::idle) == 1);
  CHECK(all.enter("b", "busy", rank::idle) == 2);
  CHECK(all.enter("c", "few", rank::idle) == 3);
  const auto gone = all.gives_way("other");
  REQUIRE(gone);
  CHECK(all.at(*gone) == "b");
  CHECK(all.leave(*gone));
  CHECK_FALSE(all.leave(*gone));
  CHECK(all.enter("d", "few", rank::idle) == 4); // numbers are not used again
}

TEST_CASE("what gives up its place is not chosen again, and is there until it leaves") {
  numbered_places<std::string> all;
  for (const auto* const name : {"a", "b", "c"}) all.enter(name, "busy", rank::idle);
  all.give_up_place(3);
  CHECK(all.at(3) == "c");
  CHECK(all.gives_way("other") == 2);
  CHECK(all.all_places().of_source("busy") == 2);
  CHECK(all.leave(3));
  CHECK(all.all_places().of_source("busy") == 2);
}
