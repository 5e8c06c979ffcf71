// Reads policies on the command line. Source: spec wire §8.
#pragma once
#include "cli/shell/command.hpp"

#include <optional>

namespace ockam::cli {

/// The expression in `option`, if it was given. If it is wrong, standard error shows where, because
/// an error is one line and a caret needs two. Errors: those of channels::policy::parse.
result<std::optional<std::string>> expression_of(const invocation&, std::string_view option);

} // namespace ockam::cli
