// Keeps what a process has in memory from other processes of the same user and from core files.
#pragma once

namespace ockam::config {

/// From now on: no core dump, and no debugger or /proc/PID/mem but for root. Cheap; may be called
/// again.
void keep_memory_private() noexcept;

} // namespace ockam::config
