// What a node of this home was like when it ran last.
#pragma once
#include "cli/launch/settings.hpp"
#include "wire/result.hpp"

#include <string>

namespace ockam::cli {

/// The settings with which a known node was started last. Errors: not_found.
result<node_settings> last_settings(const std::string& node);

} // namespace ockam::cli
