// Makes the vaults and identities that a file names.
#pragma once
#include "cli/topology/topology_nodes.hpp"
#include "config/spec/identity.hpp"
#include "config/spec/vault.hpp"

namespace ockam::cli {

/// Makes a vault or an identity unless it is there; returns what takes it away again. Errors: those
/// of the store; not_found for the vault of an identity.
result<undo> make(const config::vault&);
result<undo> make(const config::identity&);

} // namespace ockam::cli
