// Makes the vaults and identities that a file names, and a member of one of them.
#pragma once
#include "cli/topology/topology_nodes.hpp"
#include "config/files/topology.hpp"
#include "config/spec/identity.hpp"
#include "config/spec/vault.hpp"

namespace ockam::cli {

/// Makes a vault or an identity unless it is there; returns what takes it away again. Errors: those
/// of the store; not_found for the vault of an identity.
result<undo> make(const config::vault&);
result<undo> make(const config::identity&);

/// Uses the ticket of a file whose nodes have none of their own: an identity of the home becomes a
/// member, and nodes with it are in the project. Errors: those of read_ticket and enroll, with the
/// place.
status enroll_identity(const invocation&, config::topology&);

} // namespace ockam::cli
