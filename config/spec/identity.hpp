// Who nodes are.
#pragma once
#include "config/spec/resource.hpp"

namespace ockam::config {

struct identity final : resource {
  std::string name, vault;

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{
        {&identity::name, "name", "NAME", "Of the identity"},
        {&identity::vault, "vault", "NAME", "Vault of its key; without it the default vault"},
    };
    return all;
  }
  static constexpr resource_kind its_kind{.noun = "identity",
                                          .plural = "identities",
                                          .fields = fields,
                                          .name = "name",
                                          .word_is_name = true};
  const resource_kind& kind() const override { return its_kind; }
};

} // namespace ockam::config
