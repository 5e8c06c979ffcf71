#include "transports/bounds/peer_progress.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using transports::peer_progress;

TEST_CASE("a peer that took nothing since the last look stands, if sources wait for it") {
  peer_progress p;
  p.begin(100);
  p.look(100);
  CHECK_FALSE(p.stands()); // nobody waits
  p.decide();
  CHECK(p.stands());
  CHECK(p.queue_high() == config::link_queue_standing);
  p.note(100);
  CHECK(p.stands());
  p.note(101);
  CHECK_FALSE(p.stands());
  CHECK(p.queue_high() == config::link_queue_high);
}

TEST_CASE("a peer that takes a little at each look never stands and is never stalled") {
  peer_progress p;
  for (std::uint64_t out = 0; out < 1000; ++out) {
    p.begin(out);
    p.look(out + 1);
    p.decide();
    REQUIRE_FALSE(p.stands());
    REQUIRE_FALSE(p.stalled());
  }
}

TEST_CASE("a peer is stalled when it took nothing for as long as may be, and not a look before") {
  peer_progress p;
  constexpr auto looks = config::link_stalled_max / config::link_standing_after;
  p.begin(7);
  for (auto i = looks; i > 1; --i) {
    p.look(7);
    REQUIRE_FALSE(p.stalled());
  }
  p.look(7);
  CHECK(p.stalled());
  p.look(8);
  CHECK_FALSE(p.stalled());
}
