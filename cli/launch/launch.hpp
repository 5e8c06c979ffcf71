// Starting a node in the background, for the verbs that do.
#pragma once
#include "cli/launch/settings.hpp"
#include "cli/shell/command.hpp"

namespace ockam::cli {

/// The level that the command line names, or else the environment. Errors: config.
result<config::log_level> wanted_log_level(const invocation&);

/// The format with that name; the one of the environment if there is none. Errors: invalid, config.
result<config::log_format> wanted_log_format(const std::string& name);
/// Whether a node is to keep an access log: `on`, `off`, or without a word what OCKAM_ACCESS_LOG says.
/// Errors: invalid, config.
result<bool> wants_access_log(const std::string& word);

/// The option `--status-port`, and what it says.
option status_port_option();
result<std::optional<transports::endpoint>> status_port_of(const arguments&);

/// Runs this program as that node in a process of its own and returns once the node answers. How
/// much it logs follows from the command line. Errors: those of start_node_process.
status start_in_background(const invocation&, const node_settings&);

/// Prints the node that has just started, or was there before: the block for people, the bare name
/// in a pipe.
status print_started(invocation&, const std::string& name, bool is_new = true);

} // namespace ockam::cli
