// The portals of a node: TCP inlets and TCP outlets, as commands make, list and remove them (fields
// in docs/operations.md). Removing one closes its streams; draining refuses new streams and waits
// for the open ones.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/routing/identities.hpp"

#include <memory>

namespace ockam::actors {

struct portals {
  std::unique_ptr<resource> inlets, outlets;
};

/// Of one node; both share its bound on open streams. What is passed outlives them, they outlive
/// the reactor's run().
portals make_portals(const identities&);

} // namespace ockam::actors
