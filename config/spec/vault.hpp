// Where keys of identities are.
#pragma once
#include "config/spec/resource.hpp"

namespace ockam::config {

struct vault final : resource {
  std::string name, path;

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{
        {&vault::name, "name", "NAME", "Of the vault"},
        {&vault::path, "path", "FILE", "Where its keys are; without it in the home"},
    };
    return all;
  }
  static constexpr resource_kind its_kind{
      .noun = "vault", .plural = "vaults", .fields = fields, .name = "name", .word_is_name = true};
  const resource_kind& kind() const override { return its_kind; }
};

} // namespace ockam::config
