#include "transports/bounds/paused_sources.hpp"

#include <algorithm>
#include <utility>

namespace ockam::transports {

bool paused_sources::pause(const directory& workers, const wire::route& return_route,
                           const worker& whose) {
  const auto before = paused_.size();
  auto behind = return_route.size();
  for (auto hop : return_route) {
    --behind;
    auto source = workers.find(hop);
    if (!source.open()) break; // the rest lies in other nodes
    auto at = source.here();
    const auto known = [&source](const auto& one) { return one.at == source; };
    if (at && at != &whose && std::none_of(paused_.begin(), paused_.end(), known)
        && !at->stops_others(behind, whose.id())) {
      paused_.push_back({source, behind});
      at->pause_reading();
    }
    if (at && at->leads_away()) break;
  }
  return paused_.size() > before;
}

void paused_sources::release_sources(which those, const worker& whose) {
  const auto goes_on = [&](const stopped& one) {
    const auto at = one.at.here();
    return those == which::all || !at || at->stops_others(one.behind, whose.id());
  };
  auto out = std::exchange(paused_, {});
  const auto first = std::stable_partition(out.begin(), out.end(), goes_on);
  paused_.assign(first, out.end());
  for (auto each = out.begin(); each != first; ++each)
    if (const auto at = each->at.here()) at->resume_reading();
}

} // namespace ockam::transports
