// What the shell learns. The numbers are those of sysexits.h. Source: spec cli §1.1.
#pragma once
#include "wire/result.hpp"

namespace ockam::cli {

inline constexpr int exit_ok = 0, exit_usage = 2, exit_no_input = 66;

int exit_code(errc);

} // namespace ockam::cli
