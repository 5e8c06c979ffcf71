// SQLite holds pages of vaults in memory while they are open. What it frees is wiped.
#pragma once

namespace ockam::config {

/// From now on SQLite wipes what it frees, and names of files may be URIs, too. Works only if
/// nothing of SQLite was used before in this process; further calls cost nothing.
void wipe_memory_of_sqlite() noexcept;

} // namespace ockam::config
