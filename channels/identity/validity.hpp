// From when until when something signed holds. Source: spec wire §7.3, §7.4.
#pragma once
#include "wire/result.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace ockam::channels {

/// Seconds since 1970-01-01 00:00 UTC, as on the wire.
using timestamp = std::uint64_t;

struct validity {
  timestamp from = 0, until = 0; ///< both included
  friend bool operator==(const validity&, const validity&) = default;
};

/// The validity of what is signed at `now` for that long, by something that holds within `outer`.
/// It begins at `since`, whatever the clock says: a clock that is ahead makes it no less valid once
/// it is right, and a clock that is behind takes nothing of its life.
validity lasting(timestamp now, timestamp since, std::chrono::seconds lifetime,
                 const validity& outer);

/// Says by how much two clocks differ, and which one is behind: `the clock here and there differ by
/// 20 min (it is earlier here)`. With `at_least` time has passed since the other clock was read.
std::string clock_gap(timestamp here, timestamp there, bool at_least = false);
/// Whether two clocks differ by more than config::clock_drift_max.
bool clocks_differ(timestamp here, timestamp there);

/// Whether something that says it was created at `mine.from` and expires at `mine.until` holds now,
/// if what vouches for it holds within `outer`. Clocks may differ by config::clock_drift_max.
/// Errors: denied, with what the clocks have to do with it.
status check_validity(const validity& mine, const validity& outer, timestamp now);

} // namespace ockam::channels
