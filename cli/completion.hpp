// Scripts that teach a shell the nouns, verbs and flags of the command table.
#pragma once
#include "cli/shell/command.hpp"

#include <span>
#include <string>
#include <string_view>

namespace ockam::cli {

/// The script for `bash`, `zsh` or `fish`. Errors: invalid.
result<std::string> completion_script(std::string_view shell, std::span<const noun>);

} // namespace ockam::cli
