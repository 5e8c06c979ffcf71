#include "channels/identity/validity.hpp"

#include "config/defaults.hpp"

namespace ockam::channels {

status check_validity(const validity& mine, const validity& outer, timestamp now) {
  constexpr auto drift = static_cast<timestamp>(config::clock_drift_max.count());
  if (mine.from < outer.from) return fail(errc::denied, "created before its signer's validity");
  if (mine.until > outer.until) return fail(errc::denied, "expires after its signer's validity");
  if (mine.from > now && mine.from - now > drift) return fail(errc::denied, "not yet valid");
  if (mine.until < now) return fail(errc::denied, "expired");
  return done{};
}

} // namespace ockam::channels
