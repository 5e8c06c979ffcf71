// Keeps what a process has in memory from other processes of the same user and from core files.
#pragma once

namespace ockam::config {

/// From now on this process leaves no core dump, and only root can use a debugger or /proc/PID/mem.
/// Cheap; may be called again.
void keep_memory_private() noexcept;

} // namespace ockam::config
