// Writes a topology as a file that says the same.
#pragma once
#include "config/files/topology.hpp"

#include <nlohmann/json.hpp>

namespace ockam::config {

/// The document of a topology: that of one node if it has only one, else with `nodes:`; what is on
/// a node stands below it.
nlohmann::ordered_json to_document(topology&);

std::string to_yaml(const nlohmann::ordered_json&);

} // namespace ockam::config
