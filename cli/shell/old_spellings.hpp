// Spellings of Ockam's commands at other dates, and what they are here. One table: a line for each;
// help and completion do not show them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace ockam::cli {

/// A noun and a verb, which may be empty.
struct command_words {
  std::string noun, verb;
};

/// The command that is meant by one that was called so, or by one with such options. The same
/// command if it is none of old.
command_words command_meant(command_words typed, const std::vector<std::string>& rest);

/// Puts what is said here in the place of old words behind a command. Returns sentences for people:
/// which of them make no difference, and why.
std::vector<std::string> translate_words(const command_words&, std::vector<std::string>& rest);

} // namespace ockam::cli
