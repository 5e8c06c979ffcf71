// The verbs of `ockam node`, one file each.
#pragma once
#include "cli/shell/command.hpp"
#include "config/home/node_files.hpp"

#include <string>

namespace ockam::cli {

command node_create();
command node_list();
command node_show();
command node_start();
command node_stop();
command node_delete();
command node_default();
command node_logs();

/// The argument `[NAME]`, and the node that it means: n1 or /node/n1, else the default node.
/// Errors: invalid, not_found.
positional node_positional();
result<std::string> node_argument(const invocation&);

/// A node of this home, whether it runs or not.
struct known_node {
  std::string name;
  config::node_files files;
};
/// The node that the arguments mean. Errors: those of node_argument; not_found.
result<known_node> known_node_argument(const invocation&);

} // namespace ockam::cli
