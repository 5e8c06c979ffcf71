#include "actors/streams/stream_closing.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using actors::close_mode;
using actors::stream_closing;

TEST_CASE("a stream closes in one way, and lingers when its socket is done") {
  stream_closing closing;
  CHECK_FALSE(closing.begun());
  CHECK_FALSE(closing.lingers());
  closing.begin(close_mode::flush);
  CHECK(closing.begun());
  CHECK(closing.mode() == close_mode::flush);
  closing.linger();
  CHECK(closing.lingers());
}

TEST_CASE("a socket that takes nothing is given up, and one that takes a little is not") {
  stream_closing closing;
  constexpr auto looks = config::disconnect_linger / config::delivery_poll;
  for (int i = 0; i < 3 * looks; ++i) {
    closing.note_progress();
    REQUIRE_FALSE(closing.stalls());
  }
  int idle = 1;
  while (!closing.stalls()) REQUIRE(++idle < 2 * looks);
  CHECK(idle * config::delivery_poll >= config::disconnect_linger);
  CHECK((idle - 1) * config::delivery_poll < config::disconnect_linger);
}
