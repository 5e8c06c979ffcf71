// Reads the topology in the file that a command line names, or in the command line itself.
#pragma once
#include "cli/shell/command.hpp"
#include "config/files/topology.hpp"

namespace ockam::cli {

struct topology_file {
  std::string name; ///< name in errors: `ockam.yaml`, `standard input`, `--inline`
  std::string text;
  std::string path; ///< absolute path; empty if it is not a file
};

/// Opens what was given; `-` is standard input. Errors: those of read_given.
result<topology_file> open_topology(const invocation&, const std::string& given);

/// Reads a file with the variables of the command line and the environment, and says on standard
/// error what it ignores. Errors: config, beginning with `NAME:LINE:COLUMN:`.
result<config::topology> read_topology(const invocation&, const topology_file&,
                                       config::topology_scope);

/// An error that begins with its place, with the file's name before that.
error in_file(const topology_file&, error);

/// The option `--variable NAME=VALUE`, for read_topology().
option variable_option();

/// Whether an argument is a file or the text of one, and not a name.
bool names_topology(const std::string& given);
/// Whether an argument is the text itself.
bool is_topology_text(const std::string& given);

} // namespace ockam::cli
