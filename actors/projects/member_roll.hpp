// The members of a project as its authority's node has them in memory: identities, attributes, and
// the versions of these. The roll follows the store by what changed there, so it answers without
// disk or server. Confined to the node's reactor.
#pragma once
#include "config/members/member_store.hpp"

#include <map>
#include <set>
#include <utility>

namespace ockam::actors {

class member_roll {
public:
  struct entry {
    std::uint64_t version = 0;
    wire::attribute_map attributes;
    bool enroller = false;
    std::optional<std::uint64_t> end{}; ///< of the membership, seconds since 1970
  };

  /// The version of the store that the roll has; -1 if nothing was read yet.
  std::int64_t version() const noexcept { return version_; }
  /// What is known of a member; null if it is none.
  const entry* find(const wire::identifier& who) const {
    const auto at = members_.find(who);
    return at == members_.end() ? nullptr : &at->second;
  }
  /// The first end of a membership; none if nobody's ends by itself.
  std::optional<std::uint64_t> first_end() const;
  /// Those whose membership is over at that time.
  std::vector<wire::identifier> over_at(std::uint64_t now) const;
  /// Takes changes of the store; of those that overtook each other the later ones count.
  void apply(config::member_changes);
  /// The versions of those that are members.
  wire::member_versions versions_of(const std::vector<wire::identifier>&) const;

private:
  void forget(const wire::identifier&);

  std::map<wire::identifier, entry> members_;
  std::set<std::pair<std::uint64_t, wire::identifier>> ends_; ///< of the members that have one
  std::int64_t version_ = -1;
};

} // namespace ockam::actors
