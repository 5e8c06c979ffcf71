// Help texts, all made from the command table.
#pragma once
#include "cli/shell/command.hpp"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ockam::cli {

std::string help(std::span<const noun>);
std::string help(const noun&);
std::string help(const noun&, const command&);

/// `-n, --at, --node NODE`
std::string flags_of(const option&);
/// `ockam relay create [NAME] --at ROUTE [OPTIONS]`
std::string usage(const noun&, const command&);
/// What a process ends with, and what that says.
const std::vector<std::pair<std::string, std::string>>& exit_code_meanings();

} // namespace ockam::cli
