// What a person wants to know of a node. Source: spec cli §1.3.
#pragma once
#include "wire/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace ockam::cli {

class home;

/// {"name","is_default","status":"UP"|"DOWN","route":{"short","verbose"}}, and what the node itself
/// tells if it is up. A node that does not answer is down, for a "reason". Errors: those of home.
result<nlohmann::json> describe_node(home&, const std::string& name);

/// The description as a block of lines that begins with an empty one.
std::string node_block(const nlohmann::json& description);

/// The description in two lines: where the node is and as who, and how much it has.
std::string node_summary(const nlohmann::json& description);

} // namespace ockam::cli
