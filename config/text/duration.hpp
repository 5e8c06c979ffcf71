// Reads times as people write them.
#pragma once
#include "wire/result.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace ockam::config {

/// `5` and `5s` are seconds, `500ms` milliseconds, `2m` minutes; at least one millisecond and at
/// most a day. Errors: invalid.
result<std::chrono::milliseconds> parse_duration(std::string_view text);

/// The same, or no time at all: `0`, `0s`, `0ms`. Errors: invalid.
result<std::chrono::milliseconds> parse_patience(std::string_view text);

/// A lifetime: `90` and `90s`, `10m`, `2h`, `7d`. Errors: invalid.
result<std::chrono::seconds> parse_lifetime(std::string_view text);

/// `500ms`, as parse_duration() reads it.
inline std::string duration_text(std::chrono::milliseconds time) {
  return std::to_string(time.count()) + "ms";
}

} // namespace ockam::config
