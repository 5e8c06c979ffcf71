// Reads and writes times as people do.
#pragma once
#include "config/base/clock_check.hpp"
#include "wire/result.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace ockam::cli {

/// `5` and `5s` are seconds, `500ms` milliseconds, `2m` minutes; at least one millisecond and at
/// most a day. Errors: invalid.
result<std::chrono::milliseconds> parse_duration(std::string_view text);

/// The same, or no time at all: `0`, `0s`, `0ms`. Errors: invalid.
result<std::chrono::milliseconds> parse_patience(std::string_view text);

/// A lifetime: `90` and `90s`, `10m`, `2h`, `7d`. Errors: invalid.
result<std::chrono::seconds> parse_lifetime(std::string_view text);

/// Seconds since 1970 as UTC, as the store has times: `2024-01-31T10:00:00Z`.
inline std::string utc_time(std::uint64_t seconds) { return config::utc_text(seconds); }

} // namespace ockam::cli
