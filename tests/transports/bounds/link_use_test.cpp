#include "transports/bounds/link_use.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using transports::link_use;
using verdict = link_use::verdict;

TEST_CASE("who sends no version byte is mute, and who sends no message then is late") {
  link_use use;
  CHECK(use.look(false, 0, true) == verdict::mute);
  CHECK(use.look(true, 0, false) == verdict::late);
  CHECK(use.look(true, 0, true) == verdict::goes_on); // something leans on the link
}

TEST_CASE(
    "a link of which nothing came since the last look is unused, unless something leans on it") {
  link_use use;
  CHECK(use.look(true, 3, false) == verdict::goes_on);
  CHECK(use.look(true, 3, true) == verdict::goes_on);
  CHECK(use.look(true, 4, false) == verdict::goes_on);
  CHECK(use.look(true, 4, false) == verdict::unused);
}

TEST_CASE("a frame is late if nothing came since it began, and it could have come") {
  link_use use;
  use.begin_frame(5);
  CHECK_FALSE(use.frame_is_late(5, true)); // it was not read
  CHECK_FALSE(use.frame_is_late(6, false));
  CHECK(use.frame_is_late(6, false));
}
