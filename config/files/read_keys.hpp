// Fills resources from the maps of a file.
#pragma once
#include "config/spec/resource.hpp"

namespace ockam::config {

/// Fills a resource from the members of a map. `notes` takes what was ignored. Errors: config, at
/// the place.
status read_keys(resource&, const document_value& map, std::vector<std::string>& notes);

} // namespace ockam::config
