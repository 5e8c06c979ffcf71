// Starting a node in the background, for the verbs that do.
#pragma once
#include "cli/command.hpp"
#include "cli/node_run.hpp"

#include <functional>
#include <string>

namespace ockam::cli {

/// What the command line says, or else the environment. Error: config.
result<config::log_level> wanted_log_level(const invocation&);

/// Runs this program as that node in a process of its own and returns once the node answers. How
/// much it logs follows from the command line.
/// Errors: those of start_node_process.
status start_in_background(const invocation&, const node_settings&);

/// Runs this process as that node, and tells the service manager, if one started it, how it is.
/// `then` is called once it answers. Errors: those of run_node.
status run_in_foreground(invocation&, node_settings, const std::function<void()>& then = {});

/// `--status-port`, and what it says.
option status_port_option();
status read_status_port(const arguments&, node_settings&);

/// Prints the node that has just started: the block for people, the bare name in a pipe.
status print_started(invocation&, const std::string& name);

} // namespace ockam::cli
