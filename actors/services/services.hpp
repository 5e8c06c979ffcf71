// The workers that a node offers to others under well-known names (spec wire §3).
#pragma once
#include "actors/control/resource.hpp"
#include "actors/routing/directory.hpp"
#include "transports/work/context.hpp"

#include <caf/actor.hpp>

#include <map>
#include <string>

namespace ockam::actors {

class services final : public resource {
public:
  services(transports::context& node, const directory& workers) : node_(node), workers_(workers) {}

  /// errc::invalid for an unknown type, errc::already_exists for an address that is taken.
  result<caf::actor> start(std::string_view type, std::string_view address);

  result<json> list() const override;
  result<json> show(std::string_view address) const override;
  void create(const json& fields, answer) override;
  /// One that came with the node stays: errc::invalid.
  result<json> remove(std::string_view address) override;

private:
  transports::context& node_;
  const directory& workers_;
  std::map<std::string, caf::actor, std::less<>> created_; ///< by address
};

} // namespace ockam::actors
