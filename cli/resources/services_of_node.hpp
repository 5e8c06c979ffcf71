// The verbs of `ockam service` that are about workers of a node; cli/services has others.
#pragma once
#include "cli/shell/command.hpp"

#include <vector>

namespace ockam::cli {

/// `start` and `list`.
std::vector<command> services_of_node();

} // namespace ockam::cli
