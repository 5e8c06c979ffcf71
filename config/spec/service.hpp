// A worker that comes with a node.
#pragma once
#include "config/spec/resource.hpp"
#include "config/spec/words.hpp"

#include <algorithm>

namespace ockam::config {

struct service final : on_node {
  std::string address, type;

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{
        {&service::address, "address", "ADDRESS", "Default: the type", worker, "address",
         telling | chosen},
        {&service::type, "type", "TYPE", "hop, echo or uppercase", text, "type", option::required},
        {&service::node, "at,node,n", "NODE", "Node to ask; without it the default node",
         value_kind::name},
        {{}, "authentication-token", "TEXT", no_http_control, refused, "", option::in_files},
    };
    return all;
  }
  static constexpr resource_kind its_kind{.noun = "service",
                                          .plural = "services",
                                          .fields = fields,
                                          .name = "address",
                                          .known_by = "address",
                                          .one_of_a_name = true};
  const resource_kind& kind() const override { return its_kind; }

  /// Whether a service of that type can be started; others come with a node. Errors: invalid.
  static status check_type(std::string_view type) {
    constexpr std::array<std::string_view, 3> all{"echo", "hop", "uppercase"};
    if (std::find(all.begin(), all.end(), type) != all.end()) return done{};
    return fail(errc::invalid, "there is no service \"" + std::string(type) + "\" to start",
                "services: echo, hop, uppercase");
  }
};

} // namespace ockam::config
