// What a node says of something that it keeps alive, in words.
#include "cli/text/session_text.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace ockam::cli;
using nlohmann::json;

TEST_CASE("a status says what is known of it") {
  CHECK(session_status({{"status", "up"}, {"proven_ms_ago", 3200}, {"round_trip_us", 12'500}})
        == "up (proven 3 s ago, 12 ms)");
  CHECK(session_status({{"status", "up"}, {"proven_ms_ago", 0}, {"round_trip_us", 90}})
        == "up (proven 1 ms ago, 90 us)");
  CHECK(session_status({{"status", "up"}}) == "up");
  CHECK(session_status({{"status", "connecting"},
                        {"attempt", 4},
                        {"next_attempt_ms", 2000},
                        {"reason", "connection refused"}})
        == "connecting (attempt 4, next in 2 s: connection refused)");
  CHECK(session_status({{"status", "connecting"}, {"reason", "connection refused"}})
        == "connecting (connection refused)");
  CHECK(session_status({{"status", "degraded"}, {"reason", "no outlet web there"}})
        == "degraded (no outlet web there)");
  CHECK(session_status({{"status", "down"}}) == "down");
  CHECK(session_status(json::object()) == "-");
}

TEST_CASE("times are as exact as somebody cares for") {
  const auto proven = [](std::int64_t ms) {
    return session_status({{"status", "up"}, {"proven_ms_ago", ms}});
  };
  CHECK(proven(999) == "up (proven 999 ms ago)");
  CHECK(proven(119'999) == "up (proven 119 s ago)");
  CHECK(proven(120'000) == "up (proven 2 min ago)");
  CHECK(proven(7'199'999) == "up (proven 119 min ago)");
  CHECK(proven(7'200'000) == "up (proven 2 h ago)");
}

TEST_CASE("who was not heard for long may be gone") {
  CHECK(last_heard({{"heard_ms_ago", 29'999}}) == "29 s ago");
  CHECK(last_heard({{"heard_ms_ago", 30'000}}) == "30 s ago; unused, or its peer is gone");
  CHECK(last_heard({{"heard_ms_ago", nullptr}}) == "-");
  CHECK(last_heard(json::object()) == "-");
}

TEST_CASE("what others said can not steer a terminal") {
  const auto text = session_status({{"status", "degraded"}, {"reason", "a\x1b[2Jb"}});
  CHECK(text.find('\x1b') == std::string::npos);
  const auto name = member("name", "node ");
  CHECK(name({{"name", "a\nb"}}).find('\n') == std::string::npos);
  CHECK(name({{"name", 7}}) == "node 7");
  CHECK(name(json::object()) == "-");
}
