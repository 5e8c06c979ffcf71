#include "actors/names/relay_confirmation.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using actors::relay_confirmation;

TEST_CASE("a relay is confirmed once, and again when it is asked for") {
  relay_confirmation c;
  CHECK_FALSE(c.awaits_any());
  c.ask();
  CHECK(c.awaits_first());
  c.came();
  CHECK_FALSE(c.awaits_any());
  CHECK(c.ask_again());
  CHECK(c.awaits_again());
  CHECK_FALSE(c.awaits_first());
  c.came_again();
  CHECK_FALSE(c.awaits_any());
}

TEST_CASE("a relay that is only confirmed, and never proven, counts as lost in the end") {
  relay_confirmation c;
  for (int i = 0; i < config::confirmations_max; ++i) {
    REQUIRE(c.ask_again());
    c.came_again();
  }
  SUBCASE("not proven") { CHECK_FALSE(c.ask_again()); }
  SUBCASE("proven") {
    c.proven();
    CHECK(c.ask_again());
  }
  SUBCASE("tried anew") {
    c.reset();
    CHECK(c.ask_again());
  }
}
