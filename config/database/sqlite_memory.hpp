// SQLite holds pages of vaults in memory while they are open. What it frees is wiped.
#pragma once

namespace ockam::config {

/// From now on; names of files may be URIs, too. Works if nothing of SQLite was used before in this process; costs nothing again.
void wipe_memory_of_sqlite() noexcept;

} // namespace ockam::config
