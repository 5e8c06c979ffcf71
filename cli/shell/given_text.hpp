// What a command reads beside its arguments: text that the command line names and does not hold,
// and a yes before something is destroyed.
#pragma once
#include "cli/shell/command.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ockam::cli {

/// The content of a file, `-` being standard input. `what` is what it should hold, in errors.
/// Errors: io; not_found; limit, if there are more than `size_max` bytes; invalid for a terminal.
result<std::string> read_given(const invocation&, const std::string& file, std::size_t size_max,
                               const std::string& what);

/// A word that may be given as the positional at `index` or as an option, but not as both.
result<std::optional<std::string>> word_or_option(const invocation&, std::size_t index,
                                                  std::string_view option);

/// The option `--yes`, for commands that ask.
option yes_option();

/// Asks on standard error, and goes on after `y` or `yes`. Does not ask with --yes, nor when
/// standard input is no terminal, so that programs are not asked. `question` ends with a question
/// mark. Errors: denied when the answer is anything else; invalid with --no-input on a terminal.
status confirm(const invocation&, std::string_view question);

} // namespace ockam::cli
