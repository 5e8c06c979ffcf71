// How a reactor's rounds are shared among those whose frames it takes.
#include "config/defaults.hpp"
#include "fixtures/deterministic.hpp"
#include "transports/fair/frame_turns.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace ockam;
using namespace ockam::tests;
using transports::frame_turns;

namespace {

struct turns_world : simulation {
  std::shared_ptr<transports::reactor> home = make_reactor();
  frame_turns turns;
  std::string served; ///< who had a turn, in order
  ~turns_world() { end(*home); }
};

/// Has frames, and takes as many as it may.
struct busy_one final : transports::frame_taker {
  busy_one(turns_world& w, char n, const std::string& source, std::size_t frames)
      : world(w), name(n), from(w.turns.of(source)), left(frames) {}

  void start() {
    if (const auto most = world.turns.may_take(*world.home, *from))
      take(most);
    else
      world.turns.wait(*world.home, from, *this);
  }
  void go_on(std::size_t frames) override { take(frames); }
  void take(std::size_t most) {
    const auto now = std::min(most, left);
    world.served += name;
    left -= now;
    world.turns.took(*world.home, *from, now);
    if (left > 0) world.turns.wait(*world.home, from, *this);
  }

  turns_world& world;
  const char name;
  const frame_turns::source_ptr from;
  std::size_t left;
};

} // namespace

TEST_CASE_FIXTURE(turns_world,
                  "one takes no more than a turn's frames at once, and goes on later") {
  busy_one one{*this, 'a', "a", 2 * config::link_frames_per_turn + 1};
  home->post([&] { one.start(); });
  settle();
  CHECK(served == "aaa");
  CHECK(one.left == 0);
  CHECK(turns.waiting() == 0);
}

TEST_CASE_FIXTURE(turns_world,
                  "those who have much take turns, so one with little is soon served") {
  busy_one much{*this, 'a', "a", 20 * config::link_frames_per_turn},
      little{*this, 'b', "b", config::link_frames_per_turn / 2};
  home->post([&] { much.start(), little.start(); });
  settle();
  CHECK(much.left == 0);
  CHECK(little.left == 0);
  CHECK(served.find('b') <= 2);
}

TEST_CASE_FIXTURE(turns_world, "many of one source have no more turns than one of another") {
  std::vector<std::unique_ptr<busy_one>> crowd;
  for (char name = 'a'; name < 'e'; ++name)
    crowd.push_back(
        std::make_unique<busy_one>(*this, name, "crowd", 8 * config::link_frames_per_turn));
  busy_one other{*this, 'x', "other", 8 * config::link_frames_per_turn};
  home->post([&] {
    for (auto& each : crowd) each->start();
    other.start();
  });
  settle();
  // of the turns until the other one had all of its, about half were its own
  const auto until = served.rfind('x') + 1;
  const auto its = static_cast<std::size_t>(
      std::count(served.begin(), served.begin() + static_cast<std::ptrdiff_t>(until), 'x'));
  CHECK(until <= 2 * its + crowd.size());
}

TEST_CASE_FIXTURE(turns_world, "a round ends after its frames, and the rest comes in later ones") {
  constexpr auto rounds = 3;
  busy_one one{*this, 'a', "a", rounds * config::round_frames_max};
  home->post([&] { one.start(); });
  home->round(0);
  CHECK(one.left >= (rounds - 2) * config::round_frames_max);
  CHECK(turns.waiting() == 1);
  settle();
  CHECK(one.left == 0);
}

TEST_CASE_FIXTURE(turns_world, "who leaves has no turn any more") {
  busy_one one{*this, 'a', "a", 4 * config::round_frames_max};
  home->post([&] { one.start(); });
  home->round(0);
  REQUIRE(turns.waiting() == 1);
  const auto before = served;
  turns.leave(*home, one.from, one);
  settle();
  CHECK(served == before);
}
