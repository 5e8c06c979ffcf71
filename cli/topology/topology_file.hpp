// The file that a command line names, or holds, as a topology.
#pragma once
#include "cli/shell/command.hpp"
#include "config/spec/topology.hpp"

namespace ockam::cli {

struct topology_file {
  std::string name; ///< in errors: `ockam.yaml`, `standard input`, `--inline`
  std::string text;
  std::string path; ///< absolute; empty: it is not a file
};

/// `-` is standard input. Errors: those of read_given.
result<topology_file> open_topology(const invocation&, const std::string& given);

/// Reads it with the variables of the command line and the environment, and says on standard error
/// what it ignores. Errors (config) begin with `NAME:LINE:COLUMN:`.
result<config::topology> read_topology(const invocation&, const topology_file&,
                                       config::topology_scope);

/// An error that has its place, with the file's name before it.
error in_file(const topology_file&, error);

/// `--variable NAME=VALUE`, for read_topology().
option variable_option();

/// Whether an argument is a file or the text of one, and not a name.
bool names_topology(const std::string& given);
/// Whether it is the text itself.
bool is_topology_text(const std::string& given);

} // namespace ockam::cli
