#include "actors/names/name_conflict.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using actors::name_conflict;

TEST_CASE("a conflict about a name is shown for a while, and told again after another one") {
  const transports::time_point begin{std::chrono::hours(100)};
  name_conflict c;
  CHECK(c.shown(begin).empty());
  CHECK_FALSE(c.was_just_told(begin));
  c.note("bob", begin);
  CHECK(c.shown(begin) == "bob");
  CHECK(c.was_just_told(begin));
  CHECK_FALSE(c.was_just_told(begin + config::log_limit_period));
  CHECK(c.shown(begin + config::conflict_shown - std::chrono::nanoseconds(1)) == "bob");
  CHECK(c.shown(begin + config::conflict_shown).empty());
  c.note("carol", begin + config::conflict_shown);
  CHECK(c.shown(begin + config::conflict_shown) == "carol");
}
