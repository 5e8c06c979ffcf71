#include "actors/sessions/supervisor_state.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>

#include <random>
#include <vector>

using namespace ockam;
using namespace std::chrono_literals;
using actors::session_pause;
using actors::supervisor_state;
using phase = actors::supervisor_state::phase;
using step = actors::supervisor_state::step;

namespace {

constexpr std::uint32_t highest = 0xffffffff;

struct session_under_test {
  supervisor_state state{false};
  transports::time_point now{1h};

  step look() { return state.look(now, 0); }
  step look_in_time() {
    now = *state.next();
    return look();
  }
  void answer() {
    const actors::ping_token token{1};
    state.pinged(now, token, 0);
    REQUIRE(state.answered(now, token));
  }
  void come_up() {
    state.opened(now, config::ping_timeout);
    REQUIRE(look() == step::ping);
    answer();
    REQUIRE(state.now() == phase::up);
  }
};

} // namespace

TEST_CASE_FIXTURE(session_under_test, "a session is up once it is open and proven, not before") {
  state.start(now);
  CHECK(state.now() == phase::opening);
  CHECK(state.attempt() == 1);
  CHECK_FALSE(state.next());
  state.opened(now, config::ping_timeout);
  CHECK(state.now() == phase::proving);
  CHECK_FALSE(state.usable());
  CHECK(look() == step::ping);
  answer();
  CHECK(state.usable());
  CHECK(state.attempt() == 0);
  CHECK(look_in_time() == step::ping);
}

TEST_CASE_FIXTURE(session_under_test, "what is open and not proven in time is given up") {
  state.start(now);
  state.opened(now, config::ping_timeout);
  REQUIRE(look() == step::ping);
  state.pinged(now, {}, 0);
  const auto began = now;
  CHECK(look_in_time() == step::lose);
  CHECK(now - began == config::ping_timeout);
}

TEST_CASE_FIXTURE(
    session_under_test,
    "a path by which nothing comes at all is opened once more, and then used as it is") {
  const auto silent_until = [this](supervisor_state& state, supervisor_state::step last) {
    state.opened(now, config::ping_timeout);
    for (const auto end = now + 2min; now < end; now = *state.next()) {
      const auto next = state.look(now, 7);
      if (next == last) return true;
      CHECK(next == step::ping);
      state.pinged(now, {}, 7);
    }
    return false;
  };
  supervisor_state lenient(true);
  lenient.start(now);
  const auto began = now;
  CHECK(silent_until(lenient, step::lose));
  CHECK(now - began >= 3 * config::ping_period);
  lenient.lost(now, 0);
  REQUIRE(lenient.look(now, 7) == step::open);
  CHECK_FALSE(silent_until(lenient, step::lose));
  CHECK(lenient.now() == phase::unproven);
}

TEST_CASE_FIXTURE(session_under_test,
                  "a path without an echo is kept if something else came by it") {
  supervisor_state lenient(true);
  lenient.start(now);
  lenient.opened(now, config::ping_timeout);
  REQUIRE(lenient.look(now, 7) == step::ping);
  lenient.pinged(now, {}, 7);
  for (const auto end = now + 2min; now < end; now = *lenient.next()) {
    CHECK(lenient.look(now, 8) != step::lose);
    lenient.pinged(now, {}, 8);
  }
}

TEST_CASE_FIXTURE(session_under_test, "a lenient session is used unproven until it is proven") {
  supervisor_state lenient(true);
  lenient.start(now);
  lenient.opened(now, config::ping_timeout);
  REQUIRE(lenient.look(now, 0) == step::ping);
  lenient.pinged(now, {}, 0);
  now = *lenient.next();
  CHECK(lenient.look(now, 0) == step::ping);
  CHECK(lenient.now() == phase::unproven);
  CHECK(lenient.usable());
  const actors::ping_token token{5};
  lenient.pinged(now, token, 0);
  CHECK(lenient.answered(now, token));
  CHECK(lenient.now() == phase::up);
  // From then on it is known that somebody answers there.
  lenient.lost(now, 0);
  CHECK(lenient.look(now, 0) == step::open);
  lenient.opened(now, config::ping_timeout);
  REQUIRE(lenient.look(now, 0) == step::ping);
  lenient.pinged(now, {}, 0);
  now = *lenient.next();
  CHECK(lenient.look(now, 0) == step::lose);
}

TEST_CASE_FIXTURE(session_under_test,
                  "pauses double to 1 s, grow to 4 s, and the session never gives up") {
  state.start(now);
  std::vector<transports::duration> longest(config::session_quick_attempts, 1s);
  longest[0] = 250ms, longest[1] = 500ms;
  longest.insert(longest.end(), {2s, 4s, 4s});
  for (const auto each : longest) {
    state.lost(now, highest);
    CHECK(state.now() == phase::pausing);
    CHECK(*state.next() - now <= each);
    CHECK(*state.next() - now > each - 1ms);
    CHECK(look() == step::nothing);
    CHECK(look_in_time() == step::open);
  }
  CHECK(state.attempt() == longest.size() + 1);
  for (int i = 0; i < 1000; ++i) state.lost(now, highest);
  CHECK(*state.next() - now <= 4s);
}

TEST_CASE_FIXTURE(session_under_test, "pauses are short again once it was up for a while") {
  state.start(now);
  for (auto i = 0U; i < config::session_quick_attempts + 1; ++i) {
    state.lost(now, highest);
    look_in_time();
  }
  come_up();
  now += 1s;
  state.lost(now, highest); // it flaps
  CHECK(*state.next() - now > 3s);
  look_in_time();
  come_up();
  now += config::session_settled;
  state.lost(now, highest);
  CHECK(*state.next() - now <= 250ms);
}

TEST_CASE_FIXTURE(session_under_test, "who needs it now ends the pause, but not every time") {
  state.start(now);
  for (int i = 0; i < 6; ++i) {
    state.lost(now, highest);
    look_in_time();
  }
  state.lost(now, highest);
  state.retry_now(now);
  CHECK(*state.next() - now == config::session_pause_min); // since the last attempt
  now += 3s;
  state.retry_now(now);
  CHECK(look() == step::open);
  state.retry_now(now);
  CHECK(state.now() == phase::opening);
}

TEST_CASE_FIXTURE(session_under_test, "a session that was stopped does nothing until it starts") {
  state.start(now);
  come_up();
  state.stop();
  CHECK_FALSE(state.next());
  CHECK(look() == step::nothing);
  CHECK_FALSE(state.answered(now, {}));
  state.start(now);
  CHECK(state.now() == phase::opening);
}

TEST_CASE_FIXTURE(session_under_test, "an attempt is waited for longer when that was not enough") {
  state.start(now);
  const transports::duration longest[] = {1s, 2s, 4s, 5s, 5s};
  for (const auto each : longest) {
    CHECK(state.patience(5s) == each);
    state.lost(now, 0, true);
    look_in_time();
  }
  state.lost(now, 0, false); // refused: somebody is there again
  CHECK(state.patience(5s) == 1s);
  look_in_time();
  come_up(); // with a short round trip
  for (int i = 0; i < 9; ++i) {
    state.lost(now, 0, true);
    look_in_time();
  }
  CHECK(state.patience(5s) == 2s);
}

TEST_CASE_FIXTURE(session_under_test, "a doubt makes a session look at once, and for less long") {
  state.start(now);
  come_up();
  state.suspect(now); // it was proven a moment ago
  CHECK(*state.next() - now == config::ping_period);
  now += 2s;
  state.suspect(now);
  CHECK(look() == step::ping);
  state.pinged(now, {}, 0);
  state.suspect(now); // once is enough
  const auto began = now;
  CHECK(look_in_time() == step::ping);
  state.pinged(now, {}, 0);
  CHECK(look_in_time() == step::lose);
  CHECK(now - began == 2 * config::doubt_timeout);
}

TEST_CASE("a pause is any part of its longest, and no more") {
  CHECK(session_pause(0, 0) == 0ms);
  CHECK(session_pause(0, highest) <= 250ms);
  CHECK(session_pause(1, highest) > 490ms);
  CHECK(session_pause(2, highest) > 990ms);
  CHECK(session_pause(4'000'000'000U, highest) <= 4s);
}

TEST_CASE("pauses stay short while a loss is fresh, and grow when it lasts") {
  CHECK(session_pause(config::session_quick_attempts - 1, highest) <= 1s);
  CHECK(session_pause(config::session_quick_attempts, highest) > 1990ms);
  CHECK(session_pause(config::session_quick_attempts + 1, highest) > 3990ms);
}

TEST_CASE("a thousand sessions that were lost at once come back one after the other") {
  std::mt19937 random{7};
  std::vector<int> per_tenth(10);
  for (int i = 0; i < 1000; ++i) {
    const auto pause = session_pause(20, static_cast<std::uint32_t>(random()));
    REQUIRE(pause < 4s);
    ++per_tenth[static_cast<std::size_t>(pause / 400ms)];
  }
  for (const auto count : per_tenth) {
    CHECK(count > 60);
    CHECK(count < 140);
  }
}
