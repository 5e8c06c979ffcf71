// The projects that this node is in, and those that it was in and has lost, as commands list them.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/projects/project_table.hpp"

namespace ockam::actors {

class memberships final : public resource {
public:
  memberships(const project_table& in, const channels::access_rules& access)
      : in_(in), access_(access) {}

  result<json> list() const override;
  result<json> show(std::string_view name) const override;

private:
  json describe_lost(const std::string& name) const;

  const project_table& in_;
  const channels::access_rules& access_;
};

} // namespace ockam::actors
