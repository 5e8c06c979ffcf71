#include "config/defaults.hpp"
#include "transports/work/pace.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace std::chrono_literals;
using transports::pace;
using transports::time_point;

namespace {

constexpr time_point pace_start{1h};

/// How many of so many attempts at once are allowed.
std::size_t allowed(pace& all, const std::string& source, std::size_t attempts, time_point now) {
  std::size_t out = 0;
  for (std::size_t n = 0; n < attempts; ++n) out += all.allows(source, now) ? 1 : 0;
  return out;
}

} // namespace

TEST_CASE("a source may make a burst of attempts, and then so many a second") {
  pace all({10, 4});
  CHECK(allowed(all, "a", 10, pace_start) == 10);
  CHECK(allowed(all, "a", 4, pace_start + 1s) == 4);
  CHECK(all.most_used(pace_start + 1s) == 10);
  CHECK(all.refused() == 0);
  CHECK(allowed(all, "b", 10, pace_start + 1s) == 10); // another one's bucket is its own
}

TEST_CASE("a source that is too fast gets nothing for a while, and twice as long each time") {
  pace all({10, 4});
  auto now = pace_start;
  CHECK(allowed(all, "a", 11, now) == 10);
  auto pause = std::chrono::seconds(config::source_pause_min);
  for (int offence = 0; offence < 10; ++offence) {
    CHECK(allowed(all, "a", 1, now + pause - 1ms) == 0);
    now += pause;
    CHECK(allowed(all, "a", 100, now) == 4); // what comes back in a second, and no more
    pause = std::min(std::chrono::seconds(config::source_pause_max), 2 * pause);
  }
  CHECK(pause == config::source_pause_max);
  CHECK(all.refused() == 1 + 10 * (1 + 96));
}

TEST_CASE("who is quiet after an offence is trusted again, step by step") {
  pace all({10, 4});
  auto now = pace_start;
  allowed(all, "a", 11, now); // 1 s
  now += 1s;
  allowed(all, "a", 5, now); // 2 s
  now += 2s + 2 * config::source_pause_forgotten;
  CHECK(allowed(all, "a", 11, now) == 10);
  CHECK(allowed(all, "a", 1, now + 1s - 1ms) == 0); // 1 s once more, and not 4
  CHECK(allowed(all, "a", 1, now + 1s) == 1);
}

TEST_CASE("attempts that end well cost little: many honest users of one address are no offence") {
  pace all({100, 1});
  std::size_t done = 0;
  for (std::size_t n = 0; n < 100 * config::good_end_divisor - config::good_end_divisor; ++n) {
    if (!all.allows("nat", pace_start)) continue;
    all.ended_well("nat", pace_start);
    ++done;
  }
  CHECK(done == 99 * config::good_end_divisor);
  CHECK(all.refused() == 0);
  all.ended_well("nobody", pace_start);
  CHECK(all.sources() == 1);
}

TEST_CASE("a bounded number of sources is remembered, first those who owe something") {
  pace all({10, 1});
  auto now = pace_start;
  const auto flood = [&](std::size_t many) {
    for (std::size_t n = 0; n < many; ++n, now += 1us) all.allows(std::to_string(n), now);
  };
  flood(config::sources_paced_max + 100);
  CHECK(all.sources() <= config::sources_paced_max);
  CHECK(all.looks() <= 2 * (config::sources_paced_max + 100));
  now += 1h; // nobody owes anything any more, and each newcomer sees two of them go
  for (std::size_t n = 0; n < config::sources_paced_max / 2; ++n)
    all.allows("n" + std::to_string(n), now);
  CHECK(all.sources() <= config::sources_paced_max / 2 + 2);
}

TEST_CASE("an offender is not forgotten while others come and go") {
  pace all({1, 1});
  allowed(all, "bad", 2, pace_start);
  for (int n = 0; n < 1000; ++n) all.allows("other" + std::to_string(n), pace_start + 1ms * n / 2);
  CHECK_FALSE(all.allows("bad", pace_start + 999ms));
}
