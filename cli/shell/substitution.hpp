// `-` in a route stands for the route that another command printed:
//   ockam secure-channel create ... | ockam message send hello --to -/service/uppercase
// `-` is replaced only as a whole segment. Source: spec cli §1.2; unlike there, a command without a
// route on standard input fails.
#pragma once
#include "wire/result.hpp"

#include <iosfwd>
#include <string>
#include <string_view>

namespace ockam::cli {

/// Whether a segment of `route` is exactly `-`.
bool wants_input(std::string_view route);

/// Reads one line, without blanks around it. `what` is what it should be: `a route`. Errors: invalid,
/// with `hint` if it is a terminal, to which nothing is piped.
result<std::string> read_line(std::istream& in, bool in_is_terminal, std::size_t size_max,
                              const std::string& what, const std::string& hint);

/// Reads one line, which must be a route, without its blanks. Fails at once on a terminal.
result<std::string> read_route(std::istream& in, bool in_is_terminal);

/// `route` with every segment `-` replaced by the segments of `line`.
std::string substitute(std::string_view route, std::string_view line);

} // namespace ockam::cli
