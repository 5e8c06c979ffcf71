// The policies of a node as commands see them: for a resource by its address or its alias, or for a
// type of resource (channels/workers/access_rules.hpp). The resource may come later; `guards` tells
// what a policy guards now.
#pragma once
#include "actors/control/resource.hpp"
#include "channels/workers/access_rules.hpp"
#include "config/spec/policy.hpp"

namespace ockam::actors {

class policies final : public resource_of_kind<config::policy> {
public:
  /// `resources` holds those that can be guarded.
  policies(channels::access_rules& access, const resource_table& resources)
      : access_(access), resources_(resources) {}

  result<json> list() const override;
  /// `target` is either name of the resource that the policy was made for, or the name of a type.
  result<json> show(std::string_view target) const override;
  /// The policy takes the place of an older one of that name. Errors: already_exists if the resource has a policy by its other name.
  void create(const config::policy& wanted, const answer&) override;
  result<json> remove(std::string_view target) override;

private:
  using entries = std::map<channels::policy_target, channels::policy>;
  /// A resource that is there, and all of its names.
  struct named {
    std::string_view type;
    std::vector<std::string> names; ///< the first one is tried first
    bool is(std::string_view name) const;
  };
  std::vector<named> called(std::string_view name) const;
  entries::const_iterator find(std::string_view target) const;
  json describe(const channels::policy_target&, const channels::policy&) const;

  channels::access_rules& access_;
  const resource_table& resources_;
};

} // namespace ockam::actors
