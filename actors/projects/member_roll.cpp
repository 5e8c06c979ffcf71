#include "actors/projects/member_roll.hpp"

namespace ockam::actors {

void member_roll::apply(config::member_changes what) {
  if (what.version < version_) return; // seen already
  version_ = what.version;
  for (const auto& who : what.gone) members_.erase(who);
  for (auto& each : what.changed) {
    const auto enroller = config::makes_enroller(each.attributes);
    members_.insert_or_assign(each.who, entry{static_cast<std::uint64_t>(each.version),
                                              std::move(each.attributes), enroller});
  }
}

wire::member_versions member_roll::versions_of(const std::vector<wire::identifier>& some) const {
  wire::member_versions out;
  for (const auto& who : some)
    if (const auto* const known = find(who)) out.emplace(who, known->version);
  return out;
}

} // namespace ockam::actors
