// Exit codes of commands. The numbers are those of sysexits.h. Source: spec cli §1.1, which has 70
// for whatever else fails; a script wants to tell what exists, what is not there and what took too
// long.
#pragma once
#include "wire/result.hpp"

#include <string_view>

namespace ockam::cli {

inline constexpr int exit_ok = 0, exit_usage = 2, exit_no_input = 66;

int exit_code(errc);

/// The exit code of a command that begins with that noun, as the spec has it where it names one: 70
/// for a node that exists.
int exit_code(errc, std::string_view noun);

} // namespace ockam::cli
