#include "config/text/duration.hpp"

#include <doctest/doctest.h>

using namespace ockam;

TEST_CASE("times are seconds unless they say otherwise") {
  const auto ms = [](std::string_view text) { return config::parse_duration(text)->count(); };
  CHECK(ms("5") == 5000);
  CHECK(ms("5s") == 5000);
  CHECK(ms("500ms") == 500);
  CHECK(ms("2m") == 120000);
  CHECK(ms("86400") == 86400000);
  CHECK(ms("1ms") == 1);
}

TEST_CASE("what is no time is refused") {
  for (const std::string text : {"", "0", "0ms", "-1", "+1", "s", "5x", "5 s", "1.5", "5sec",
                                 "86401", "1441m", "99999999999999999999"}) {
    auto parsed = config::parse_duration(text);
    REQUIRE_MESSAGE(!parsed, text);
    CHECK(parsed.error().code == errc::invalid);
  }
}

TEST_CASE("lifetimes may be longer than that") {
  const auto s = [](std::string_view text) { return config::parse_lifetime(text)->count(); };
  CHECK(s("90") == 90);
  CHECK(s("90s") == 90);
  CHECK(s("10m") == 600);
  CHECK(s("2h") == 7200);
  CHECK(s("4000000000d") == 345'600'000'000'000);
  for (const std::string text : {"", "0", "-1", "5x", "500ms", "1.5h", "4294967296"})
    CHECK_MESSAGE(!config::parse_lifetime(text), text);
}

TEST_CASE("no time at all is a patience, and no duration") {
  for (const auto* none : {"0", "0s", "0ms"}) {
    CAPTURE(none);
    CHECK(config::parse_patience(none)->count() == 0);
    CHECK_FALSE(config::parse_duration(none));
  }
  CHECK(config::parse_patience("500ms")->count() == 500);
  CHECK(config::parse_duration(config::duration_text(std::chrono::seconds(75)))->count() == 75'000);
}
