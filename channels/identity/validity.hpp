// From when until when something signed holds. Source: spec wire §7.3, §7.4.
#pragma once
#include "wire/result.hpp"

#include <cstdint>

namespace ockam::channels {

/// Seconds since 1970-01-01 00:00 UTC, as on the wire.
using timestamp = std::uint64_t;

struct validity {
  timestamp from = 0, until = 0; ///< both included
  friend bool operator==(const validity&, const validity&) = default;
};

/// Whether something that says it was created at `mine.from` and expires at `mine.until` holds now,
/// if what vouches for it holds within `outer`. Clocks may differ by config::clock_drift_max.
status check_validity(const validity& mine, const validity& outer, timestamp now);

} // namespace ockam::channels
