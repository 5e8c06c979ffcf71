#include "actors/projects/member_roll.hpp"

#include "config/members/guests.hpp"

namespace ockam::actors {

void member_roll::apply(config::member_changes what) {
  if (what.version < version_) return; // seen already
  version_ = what.version;
  for (const auto& who : what.gone) forget(who);
  for (auto& each : what.changed) {
    forget(each.who);
    const auto enroller = config::makes_enroller(each.attributes);
    const auto end = config::end_of(each.attributes);
    if (end) ends_.emplace(*end, each.who);
    members_.emplace(each.who, entry{static_cast<std::uint64_t>(each.version),
                                     std::move(each.attributes), enroller, end});
  }
}

void member_roll::forget(const wire::identifier& who) {
  const auto at = members_.find(who);
  if (at == members_.end()) return;
  if (at->second.end) ends_.erase({*at->second.end, who});
  members_.erase(at);
}

std::optional<std::uint64_t> member_roll::first_end() const {
  return ends_.empty() ? std::nullopt : std::optional(ends_.begin()->first);
}

std::vector<wire::identifier> member_roll::over_at(std::uint64_t now) const {
  std::vector<wire::identifier> out;
  for (const auto& [end, who] : ends_) {
    if (end > now) break;
    out.push_back(who);
  }
  return out;
}

wire::member_versions member_roll::versions_of(const std::vector<wire::identifier>& some) const {
  wire::member_versions out;
  for (const auto& who : some)
    if (const auto* const known = find(who)) out.emplace(who, known->version);
  return out;
}

} // namespace ockam::actors
