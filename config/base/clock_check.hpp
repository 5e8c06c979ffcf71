// Whether the clock of the day can be believed before something is signed by it, and how times and
// spans are in words. Times are seconds since 1970-01-01 00:00 UTC.
#pragma once
#include "wire/result.hpp"

#include <cstdint>
#include <string>

namespace ockam::config {

/// The day before this program was made: no clock that is right is before it. A day of grace is for
/// whoever makes it and whoever runs it.
std::uint64_t earliest_now() noexcept;

/// `90 s`, `20 min`, `2 h`, `3 days`, `56 years`: to the nearest one.
std::string span_text(std::uint64_t seconds);

/// `2024-01-31T10:00:00Z`, as the store has them.
std::string utc_text(std::uint64_t time);

/// What was made here last, by the clock of that time.
struct last_made {
  std::string when; ///< as utc_text; empty: nothing was
  std::string what; ///< `node n1`
};

/// A clock is wrong that is before `earliest`, or more than a week before what was made last:
/// less may be a clock that was ahead then, and has been set right. Errors (config) say what
/// the clock says, why that cannot be, and what to do.
status check_clock(std::uint64_t now, std::uint64_t earliest, const last_made& = {});

} // namespace ockam::config
