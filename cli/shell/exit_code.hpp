// What the shell learns. The numbers are those of sysexits.h. Source: spec cli §1.1, which has 70 for
// whatever else fails; a script wants to tell what exists, what is not there and what took too long.
#pragma once
#include "wire/result.hpp"

#include <string_view>

namespace ockam::cli {

inline constexpr int exit_ok = 0, exit_usage = 2, exit_no_input = 66;

int exit_code(errc);

/// Of a command that begins with that noun: where the spec names a number, that is it. A node that
/// exists and a message without a reply are 70.
int exit_code(errc, std::string_view noun);

} // namespace ockam::cli
