// Attributes of members and credentials, as options give them and as answers show them.
#pragma once
#include "cli/shell/command.hpp"
#include "wire/messages/authority.hpp"

#include <string>
#include <vector>

namespace ockam::cli {

/// `--attribute k=v`, `--relay NAME` and `--enroller`.
std::vector<option> attribute_options();
/// The attributes that these options give. Errors: invalid.
result<wire::attribute_map> attributes_of(const invocation&);

/// `role=client, site=berlin`
std::string attributes_text(const wire::attribute_map&);

} // namespace ockam::cli
