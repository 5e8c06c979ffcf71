// The workers that a node offers to others under well-known names (spec wire §3).
#pragma once
#include "actors/directory.hpp"
#include "actors/resource.hpp"
#include "transports/context.hpp"

namespace ockam::actors {

class services final : public resource {
public:
  services(transports::context& node, const directory& workers) : node_(node), workers_(workers) {}

  /// errc::invalid for an unknown type, errc::already_exists for an address that is taken.
  status start(std::string_view type, std::string_view address);

  result<json> list() const override;
  result<json> show(std::string_view address) const override;
  void create(const json& fields, answer) override;

private:
  transports::context& node_;
  const directory& workers_;
};

} // namespace ockam::actors
