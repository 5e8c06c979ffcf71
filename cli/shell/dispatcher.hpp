// Runs command lines: finds the verb, parses, and has help, errors and exit codes for all commands.
#pragma once
#include "cli/shell/command.hpp"

#include <span>
#include <string>

namespace ockam::cli {

/// Runs one command line, without the program's name, and returns the exit code. A failure is one
/// line on standard error and nothing on standard output.
int run(std::span<const noun> nouns, std::span<const std::string> words, host_environment&);

} // namespace ockam::cli
