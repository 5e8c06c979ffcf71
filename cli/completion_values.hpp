// What a value on a command line may be, for the scripts of completion.cpp: names that this home and
// its nodes have, and words of a fixed list. Files are left to the shell.
#pragma once
#include "cli/home/home.hpp"
#include "cli/shell/command.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ockam::cli {

/// The values that may stand behind `previous`, in a command line of these words; empty if anything
/// may, a file say, and none if no value is expected there.
std::optional<std::vector<std::string>>
values_for(home&, const noun& subject, const command& action, const std::string& previous);

} // namespace ockam::cli
