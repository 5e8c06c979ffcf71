// The projects that this node is in, as commands see them.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/projects/project_table.hpp"

namespace ockam::actors {

class memberships final : public resource {
public:
  explicit memberships(const project_table& in) : in_(in) {}

  result<json> list() const override;
  result<json> show(std::string_view name) const override;

private:
  const project_table& in_;
};

} // namespace ockam::actors
