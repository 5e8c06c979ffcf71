// The policies of a node as commands see them: for a resource by its name, or for a type of
// resource (channels/workers/access_rules.hpp). They last as long as the node runs, as what they
// are for does.
#pragma once
#include "actors/control/resource.hpp"
#include "channels/workers/access_rules.hpp"

namespace ockam::actors {

class policies final : public resource {
public:
  explicit policies(channels::access_rules& access) : access_(access) {}

  result<json> list() const override;
  /// `target`: the name of a resource, or else of a type.
  result<json> show(std::string_view target) const override;
  /// One of `resource` and `resource_type`, and `expression`; takes the place of an older one.
  void create(const json& fields, answer) override;
  result<json> remove(std::string_view target) override;

private:
  using entries = std::map<channels::policy_target, channels::policy>;
  entries::const_iterator find(std::string_view target) const;

  channels::access_rules& access_;
};

} // namespace ockam::actors
