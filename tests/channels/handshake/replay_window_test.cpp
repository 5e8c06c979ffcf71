#include "channels/handshake/replay_window.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <limits>

using ockam::channels::replay_window;

namespace {

bool take(replay_window& window, std::uint64_t nonce) {
  const auto admitted = window.admits(nonce);
  if (admitted) window.accept(nonce);
  return admitted;
}

} // namespace

TEST_CASE("no nonce is taken twice") {
  replay_window window;
  for (const std::uint64_t nonce : {0, 1, 5, 3, 4, 2, 30}) {
    CHECK(take(window, nonce));
    CHECK_FALSE(take(window, nonce));
  }
  CHECK_FALSE(take(window, 0));
}

TEST_CASE("the window reaches 32 up and 32 down") {
  for (std::uint64_t nonce = 1; nonce < 100; ++nonce) {
    replay_window window;
    CHECK(take(window, nonce) == (nonce <= 32));
  }
  replay_window window;
  for (const std::uint64_t nonce : {20, 50}) CHECK(take(window, nonce));
  for (std::uint64_t nonce = 0; nonce < 18; ++nonce) CHECK_FALSE(window.admits(nonce));
  for (std::uint64_t nonce = 18; nonce < 50; ++nonce) CHECK(window.admits(nonce) == (nonce != 20));
  for (std::uint64_t nonce = 51; nonce <= 82; ++nonce) CHECK(window.admits(nonce));
  CHECK_FALSE(window.admits(83));
  CHECK_FALSE(window.admits(std::numeric_limits<std::uint64_t>::max()));
}

TEST_CASE("asking changes nothing") {
  replay_window window;
  for (int i = 0; i < 3; ++i) CHECK(window.admits(7));
  CHECK(take(window, 7));
}
