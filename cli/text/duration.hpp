// Times, as people write and read them.
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

/// How long something shall hold: `90` and `90s`, `10m`, `2h`, `7d`. Errors: invalid.
result<std::chrono::seconds> parse_lifetime(std::string_view text);

/// In UTC, of seconds since 1970: `2024-01-31T10:00:00Z`, as the store has them.
inline std::string utc_time(std::uint64_t seconds) { return config::utc_text(seconds); }

} // namespace ockam::cli
