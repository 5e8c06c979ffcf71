// What the peer of a link has to do in time, in virtual time.
#include "fixtures/virtual_node.hpp"
#include "transports/bounds/link_deadlines.hpp"

#include <doctest/doctest.h>

#include <memory>

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::transports;
using verdict_of_use = link_use::verdict;

namespace {

struct timed_link : simulation {
  virtual_node node{*this, "a"};
  int uses = 0, frames = 0; ///< how often it was time to look
  std::unique_ptr<link_deadlines> deadlines = std::make_unique<link_deadlines>(
      node.start<probe>("link"), [this] { ++uses; }, [this] { ++frames; });
};

} // namespace

TEST_CASE_FIXTURE(timed_link,
                  "a link is looked at when its version, its message, its silence is due") {
  deadlines->begin();
  advance(config::version_timeout);
  CHECK(uses == 1);
  deadlines->begin();
  deadlines->version_came();
  advance(2 * config::version_timeout);
  CHECK(uses == 1);
  deadlines->message_is_due();
  advance(config::first_message_timeout);
  CHECK(uses == 2);
  CHECK(deadlines->look_at_use(true, 1, false) == verdict_of_use::goes_on);
  advance(config::link_silent_max);
  CHECK(uses == 3);
  CHECK(deadlines->look_at_use(true, 1, false) == verdict_of_use::unused);
  advance(config::link_silent_max);
  CHECK(uses == 3);
}

TEST_CASE_FIXTURE(timed_link, "half a frame is looked at once a while, until it is late") {
  deadlines->frame_is_due(1);
  deadlines->frame_is_due(2); // another one, for which it is looked at just as soon
  advance(config::frame_timeout);
  CHECK(frames == 1);
  CHECK_FALSE(deadlines->frame_is_late(2, false));
  advance(config::frame_timeout);
  CHECK(frames == 2);
  CHECK(deadlines->frame_is_late(2, false));
  advance(config::frame_timeout);
  CHECK(frames == 2);
}
