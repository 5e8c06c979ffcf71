#include "config/base/clock_check.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::config;

TEST_CASE("spans are told in the unit that people would take") {
  CHECK(span_text(0) == "0 s");
  CHECK(span_text(119) == "119 s");
  CHECK(span_text(1200) == "20 min");
  CHECK(span_text(7199) == "2 h");
  CHECK(span_text(2 * 24 * 3600) == "2 days");
  CHECK(span_text(1'795'000'000) == "57 years");
}

TEST_CASE("a clock is wrong before the program was made, or long before what was made last") {
  CHECK(check_clock(1000, 1000));
  CHECK(check_clock(earliest_now() + 24 * 3600, earliest_now()));
  const auto early = check_clock(0, earliest_now());
  REQUIRE_FALSE(early);
  CHECK(early.error().code == errc::config);
  CHECK(early.error().message.starts_with("the clock of this machine is wrong: it says "
                                          "1970-01-01T00:00:00Z, but this program was made"));
  CHECK(early.error().hint.find("timedatectl") != std::string::npos);

  constexpr std::uint64_t now = 1'700'000'000, day = 24 * 3600;
  CHECK(
      check_clock(now, 0, {utc_text(now + 2 * day), "node n1"})); // that clock may have been ahead
  const auto behind = check_clock(now, 0, {utc_text(now + 30 * day), "node n1"});
  REQUIRE_FALSE(behind);
  CHECK(behind.error().message.find("node n1 was made at 2023-12-14T22:13:20Z")
        != std::string::npos);
}
