// Words that people bring along from other programs, and the command here that does it.
#pragma once
#include <string_view>

namespace ockam::cli {

/// For the first word of a command line: `share` means `ockam tcp-outlet create --to PORT`. Empty
/// if nobody says so.
std::string_view command_for(std::string_view word);

/// For the second one: `ls` means `list`. Empty if nobody says so. The noun may not have that verb.
std::string_view verb_for(std::string_view word);

} // namespace ockam::cli
