// Starting a node in the background, for the verbs that do.
#pragma once
#include "cli/launch/settings.hpp"
#include "cli/shell/command.hpp"

namespace ockam::cli {

/// The level that the command line names, or else the environment. Errors: config.
result<config::log_level> wanted_log_level(const invocation&);

/// Runs this program as that node in a process of its own and returns once the node answers. How
/// much it logs follows from the command line. Errors: those of start_node_process.
status start_in_background(const invocation&, const node_settings&);

/// Prints the node that has just started: the block for people, the bare name in a pipe.
status print_started(invocation&, const std::string& name);

} // namespace ockam::cli
