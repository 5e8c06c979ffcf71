// A topology as a file that says the same.
#pragma once
#include "config/spec/topology.hpp"

#include <nlohmann/json.hpp>

namespace ockam::config {

/// As a file of one node if there is one, else below `nodes:`; what is on a node stands below it.
nlohmann::ordered_json to_document(topology&);

std::string to_yaml(const nlohmann::ordered_json&);

} // namespace ockam::config
