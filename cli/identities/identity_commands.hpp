// The verbs of `ockam identity` that make or move an identity, and what they share with the others.
#pragma once
#include "cli/shell/command.hpp"
#include "config/store/identity_records.hpp"

#include <nlohmann/json_fwd.hpp>

namespace ockam::cli {

command identity_create();
command identity_import();
command identity_export();

/// The argument `[NAME]`, and the identity that it means: the default one if it is left out. Makes
/// nothing. Errors: not_found.
positional identity_positional();
result<config::identity_record> identity_argument(const invocation&);

/// An identity as {"name","identifier","vault_name","is_default"}, and as a block of lines.
nlohmann::json object_of(const config::identity_record&);
std::string identity_block(const output&, const config::identity_record&);

} // namespace ockam::cli
