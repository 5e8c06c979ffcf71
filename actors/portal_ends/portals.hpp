// The portals of a node: TCP inlets and TCP outlets, as commands make, list and remove them (fields
// in docs/operations.md). Removing one closes its streams; draining refuses new streams and waits
// for the open ones.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/portals/inlet.hpp"
#include "actors/routing/identities.hpp"
#include "actors/routing/offers.hpp"
#include "actors/services/echo.hpp"

#include <functional>
#include <memory>

namespace ockam::actors {

struct portals {
  std::unique_ptr<resource> inlets, outlets;
  /// Takes a message to an address that no worker has. A Ping of one of ours is answered at once:
  /// that there is no such outlet, as far as its sender may know that. Returns false, and does
  /// nothing, if it is no such Ping. REQUIRES: `outlets` lives.
  std::function<bool(transports::message&)> take_lost{};
  /// What a ping that asks for an outlet is told, by the same rules. REQUIRES: `outlets` lives.
  echo::knower knows{};
};

/// Makes the portals of one node; inlets and outlets share its bound on open streams. The arguments
/// outlive them, and they outlive the reactor's run().
portals make_portals(const identities&, const offers&, filter_makers&);

} // namespace ockam::actors
