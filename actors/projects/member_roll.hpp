// The members of a project as its authority's node has them in memory: identities, attributes, and
// the versions of these. The roll follows the store by what changed there, so it answers without
// disk or server. Confined to the node's reactor.
#pragma once
#include "config/members/member_store.hpp"

namespace ockam::actors {

class member_roll {
public:
  struct entry {
    std::uint64_t version = 0;
    wire::attribute_map attributes;
    bool enroller = false;
  };

  /// The version of the store that the roll has; -1 if nothing was read yet.
  std::int64_t version() const noexcept { return version_; }
  /// What is known of a member; null if it is none.
  const entry* find(const wire::identifier& who) const {
    const auto at = members_.find(who);
    return at == members_.end() ? nullptr : &at->second;
  }
  /// Takes changes of the store; of those that overtook each other the later ones count.
  void apply(config::member_changes);
  /// The versions of those that are members.
  wire::member_versions versions_of(const std::vector<wire::identifier>&) const;

private:
  std::map<wire::identifier, entry> members_;
  std::int64_t version_ = -1;
};

} // namespace ockam::actors
