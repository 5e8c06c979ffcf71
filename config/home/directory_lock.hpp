// A directory that one process at a time may change. The kernel drops the lock with the process.
#pragma once
#include "wire/result.hpp"

#include <filesystem>

namespace ockam::config {

class directory_lock {
public:
  /// Waits for its turn. Makes the directory with mode 0700 if need be. Errors: io.
  static result<directory_lock> acquire(const std::filesystem::path& directory);
  directory_lock(directory_lock&& other) noexcept;
  directory_lock& operator=(directory_lock&& other) noexcept;
  ~directory_lock();

private:
  explicit directory_lock(int fd) : fd_{fd} {}
  int fd_;
};

} // namespace ockam::config
