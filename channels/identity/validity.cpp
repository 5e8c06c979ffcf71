#include "channels/identity/validity.hpp"

#include "config/base/clock_check.hpp"
#include "config/defaults.hpp"

#include <algorithm>

namespace ockam::channels {

validity lasting(timestamp now, timestamp since, std::chrono::seconds lifetime,
                 const validity& outer) {
  const auto from = std::max(std::min(now, since), outer.from);
  const auto life = static_cast<timestamp>(lifetime.count());
  return {from, std::min(std::max(now, from) + life, outer.until)};
}

std::string clock_gap(timestamp here, timestamp there, bool at_least) {
  const auto apart = here < there ? there - here : here - there;
  return "the clock here and there differ by " + config::span_text(apart)
         + (at_least ? " or more" : "")
         + (here < there ? " (it is earlier here)" : " (it is later here)");
}

bool clocks_differ(timestamp here, timestamp there) {
  const auto apart = here < there ? there - here : here - there;
  return apart > static_cast<timestamp>(config::clock_drift_max.count());
}

status check_validity(const validity& mine, const validity& outer, timestamp now) {
  constexpr auto drift = static_cast<timestamp>(config::clock_drift_max.count());
  if (mine.from < outer.from) return fail(errc::denied, "created before its signer's validity");
  if (mine.until > outer.until) return fail(errc::denied, "expires after its signer's validity");
  if (mine.from > now && mine.from - now > drift)
    return fail(errc::denied, "not yet valid: " + clock_gap(now, mine.from, true));
  if (mine.until < now)
    return fail(errc::denied, "expired " + config::span_text(now - mine.until) + " ago");
  return done{};
}

} // namespace ockam::channels
