// A name of relays that belongs to an identity here. A node writes it down itself.
#pragma once
#include "config/spec/resource.hpp"

namespace ockam::config {

struct relay_name final : on_node {
  std::string name, owner;

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{
        {&relay_name::name, "", "", "", value_kind::relay, "name", needed | telling},
        {&relay_name::owner, "", "", "", text, "owner", needed},
    };
    return all;
  }
  static constexpr resource_kind its_kind{.noun = "relay-name",
                                          .plural = "relay-names",
                                          .fields = fields,
                                          .known_by = "name",
                                          .in_files = false};
  const resource_kind& kind() const override { return its_kind; }
};

} // namespace ockam::config
