// Where vaults are: $OCKAM_HOME/vaults/NAME.sqlite3, directory 0700, files 0600; or wherever a user
// wants to have one.
#pragma once
#include "config/home/directory_lock.hpp"

#include <string_view>

namespace ockam::config {

/// REQUIRES: the name was checked.
std::filesystem::path vault_file(const std::filesystem::path& home, std::string_view name);

/// Held by whoever adds, moves or removes vaults and identities of a home: what happens in the
/// database and what happens to files then belong together. Error: io.
result<directory_lock> lock_vaults(const std::filesystem::path& home);

} // namespace ockam::config
