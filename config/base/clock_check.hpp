// Decides whether the time of day can be believed before something is signed by it, and puts times
// and spans in words. Times are seconds since 1970-01-01 00:00 UTC.
#pragma once
#include "wire/result.hpp"

#include <cstdint>
#include <string>

namespace ockam::config {

/// The day before this program was made: no clock that is right shows an earlier time. The day of
/// grace is for machines that make the program and others that run it.
std::uint64_t earliest_now() noexcept;

/// A span in words, rounded: `90 s`, `20 min`, `2 h`, `3 days`, `56 years`.
std::string span_text(std::uint64_t seconds);

/// A time as the store has it: `2024-01-31T10:00:00Z`.
std::string utc_text(std::uint64_t time);

/// What was made here last, and when by the clock of that time.
struct last_made {
  std::string when; ///< as utc_text() writes it; empty if nothing was made
  std::string what; ///< `node n1`
};

/// A clock is wrong if it is before `earliest`, or more than a week before what was made last. If
/// it is less, the clock may have been ahead then and set right since. Errors (config) say what the
/// clock says, why that cannot be, and what to do.
status check_clock(std::uint64_t now, std::uint64_t earliest, const last_made& = {});

} // namespace ockam::config
