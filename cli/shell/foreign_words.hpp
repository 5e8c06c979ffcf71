// Words that people bring along from other programs, and the commands here that do the same.
#pragma once
#include <string_view>

namespace ockam::cli {

/// The command for the first word of a command line: `share` means `ockam tcp-outlet create --to
/// PORT`. Empty if the word is not known.
std::string_view command_for(std::string_view word);

/// The verb for the second word: `ls` means `list`. Empty if the word is not known. The noun may
/// not have that verb.
std::string_view verb_for(std::string_view word);

} // namespace ockam::cli
