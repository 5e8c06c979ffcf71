// The place of one taker of frames among others.
#include "fixtures/deterministic.hpp"
#include "transports/fair/frame_turn.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::transports;

namespace {

struct one_turn : simulation, frame_taker {
  std::shared_ptr<reactor> home = make_reactor();
  frame_turns turns;
  frame_turn turn{turns, *home, *this};
  std::size_t frames = 0; ///< of its last turn in line
  one_turn() { turn.belong_to(turns.of("a")); }
  virtual ~one_turn() { end(*home); }
  void go_on(std::size_t most) override {
    turn.go_on(0);
    frames = most;
  }
};

} // namespace

TEST_CASE_FIXTURE(one_turn, "who waits in line is called when it is its turn, and leaves it then") {
  home->post([this] {
    CHECK(turn.may_take(0) == config::link_frames_per_turn);
    turn.end(3);
    turn.wait();
    CHECK(turns.waiting() == 1);
  });
  settle();
  CHECK(frames > 0);
  CHECK(turns.waiting() == 0);
}

TEST_CASE_FIXTURE(one_turn,
                  "who becomes another source's waits among those, and who leaves nowhere") {
  home->post([this] {
    turn.wait();
    turn.belong_to(turns.of("b"));
    CHECK(turns.waiting() == 1);
    turn.leave();
    CHECK(turns.waiting() == 0);
    turn.belong_to(turns.of("c"));
    CHECK(turns.waiting() == 0);
  });
  settle();
  CHECK(frames == 0);
}
