// A node is alive while it holds the lock on its file `lock`. The kernel drops the lock with the
// process, however that ends, so nothing is left to clean; and it knows the holder's process id,
// so no id is written down that somebody else may have by now. These are POSIX record locks
// (fcntl): forking does not pass them on, and closing *any* descriptor of the file drops them, so
// a process must not look at a lock that it holds itself.
#pragma once
#include "wire/result.hpp"

#include <filesystem>
#include <optional>
#include <sys/types.h>

namespace ockam::config {

class node_lock {
public:
  /// Makes the file if need be (0600). Errors: already_exists if somebody holds it; io.
  static result<node_lock> acquire(const std::filesystem::path& file);
  node_lock(node_lock&& other) noexcept;
  node_lock& operator=(node_lock&& other) noexcept;
  ~node_lock();

private:
  explicit node_lock(int fd) : fd_{fd} {}
  int fd_;
};

/// The process that holds the lock; none if nobody does, or if there is no such file. The kernel
/// says 0 for a process of another container. A process that was killed holds the lock until the
/// kernel has closed its files; that is waited for, at most `ending_process_max`.
std::optional<pid_t> lock_holder(const std::filesystem::path& file);

} // namespace ockam::config
