// Who may use a resource, or all resources of a type.
#pragma once
#include "config/spec/resource.hpp"

namespace ockam::config {

struct policy final : on_node {
  std::string target, target_type, expression;

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{
        {&policy::target, "resource", "NAME",
         "Alias of an inlet, address of an outlet, name of a relay", text, "resource", telling},
        {&policy::target_type, "resource-type", "TYPE", "tcp-inlet, tcp-outlet or relay", text,
         "resource_type", telling},
        {&policy::expression, "allow,expression", "EXPRESSION", "Of whom it has to be true",
         value_kind::expression, "expression", option::required},
        {&policy::node, "at,node,n", "NODE", "Node to ask; without it the default node",
         value_kind::name},
    };
    return all;
  }
  static constexpr resource_kind its_kind{.noun = "policy",
                                          .plural = "policies",
                                          .fields = fields,
                                          .name = "resource",
                                          .known_by = "target",
                                          .one_of_a_name = true};
  const resource_kind& kind() const override { return its_kind; }
};

} // namespace ockam::config
