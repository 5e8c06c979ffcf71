// Reads and writes times as people do.
#pragma once
#include "config/base/clock_check.hpp"
#include "config/text/duration.hpp"

#include <cstdint>
#include <string>

namespace ockam::cli {

using config::parse_duration;
using config::parse_lifetime;

/// Seconds since 1970 as UTC, as the store has times: `2024-01-31T10:00:00Z`.
inline std::string utc_time(std::uint64_t seconds) { return config::utc_text(seconds); }

} // namespace ockam::cli
