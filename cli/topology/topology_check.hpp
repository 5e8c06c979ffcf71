// What can be said of a file before anything is done. `config check` says this and nothing else, and
// whoever applies a file begins with it: what the one calls right the other does not call wrong.
#pragma once
#include "cli/shell/command.hpp"
#include "config/files/topology.hpp"

namespace ockam::cli {

/// Checks what the file's nodes are, what is asked of them, and whether everything that it names is
/// in it or in this home; asks no node and changes nothing. Errors: config, beginning with the
/// place.
status check_topology(const invocation&, config::topology);

} // namespace ockam::cli
