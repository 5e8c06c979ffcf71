// Runs a node in this process, for the verbs that do.
#pragma once
#include "cli/launch/launch.hpp"
#include "cli/process/node_run.hpp"
#include "cli/shell/command.hpp"

#include <functional>
#include <string>

namespace ockam::cli {

/// Runs this process as that node, and tells the service manager, if one started it, how it is.
/// Calls `then` once the node answers. Errors: those of run_node.
status run_in_foreground(invocation&, node_settings, const std::function<void()>& then = {});

} // namespace ockam::cli
