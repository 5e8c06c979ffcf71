// The workers that a node offers to others under well-known names (spec wire §3).
#pragma once
#include "actors/control/resource.hpp"
#include "actors/routing/directory.hpp"
#include "actors/routing/offers.hpp"
#include "actors/services/echo.hpp"
#include "config/spec/service.hpp"
#include "transports/work/context.hpp"

#include <caf/actor.hpp>

#include <map>
#include <string>

namespace ockam::actors {

class services final : public resource_of_kind<config::service> {
public:
  services(transports::context& node, const directory& workers, const offers& offered)
      : node_(node), workers_(workers), offered_(offered) {}

  /// What echoes say of this node's outlets, from now on.
  void on_outlet_question(echo::knower knows) { knows_ = std::move(knows); }

  /// Starts a service that comes with the node. Errors: invalid for an unknown type, already_exists
  /// for an address that is taken.
  result<caf::actor> start(std::string_view type, std::string_view address) {
    const auto is_hop = type == "hop";
    return start(type, address, is_hop ? offered_.hop() : transports::reach::everybody());
  }

  result<json> list() const override;
  result<json> show(std::string_view address) const override;
  /// Starts a service. For the hop that came with the node, it opens that to everybody; until then
  /// it is for this machine.
  void create(const config::service& wanted, const answer&) override;
  /// Ends a service that a command started, and closes the node's own hop to others. Errors:
  /// invalid for another one that came with the node.
  result<json> remove(std::string_view address) override;

private:
  result<caf::actor> start(std::string_view type, std::string_view address,
                           transports::reach named_first);
  transports::context& node_;
  const directory& workers_;
  const offers& offered_;
  echo::knower knows_;
  std::map<std::string, caf::actor, std::less<>> created_; ///< by address
};

} // namespace ockam::actors
