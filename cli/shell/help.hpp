// Help texts, all made from the command table.
#pragma once
#include "cli/shell/command.hpp"

#include <span>
#include <string>

namespace ockam::cli {

std::string help(std::span<const noun>);
std::string help(const noun&);
std::string help(const noun&, const command&);

} // namespace ockam::cli
