// An identity that is made because a node is to have it.
#pragma once
#include "cli/home/home_identity.hpp"
#include "cli/shell/command.hpp"

namespace ockam::cli {

/// Makes the identity that is named, in the vault that is named, unless it is there, and says so.
/// Errors: those of create_identity.
status make_named_identity(const invocation&, const identity_choice&);

} // namespace ockam::cli
