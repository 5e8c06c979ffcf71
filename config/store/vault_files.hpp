// Where vaults are: $OCKAM_HOME/vaults/NAME.sqlite3, directory 0700, files 0600; or wherever a user
// wants to have a vault.
#pragma once
#include "config/home/directory_lock.hpp"

#include <string_view>

namespace ockam::config {

/// REQUIRES: the name was checked.
std::filesystem::path vault_file(const std::filesystem::path& home, std::string_view name);

/// The lock that whoever adds, moves or removes vaults and identities of a home holds, so that what
/// happens in the database and what happens to files belong together. Errors: io.
result<directory_lock> lock_vaults(const std::filesystem::path& home);

} // namespace ockam::config
