// Where vaults are: $OCKAM_HOME/vaults/NAME.sqlite3, directory 0700, files 0600; or wherever a user
// wants to have one.
#pragma once
#include "wire/result.hpp"

#include <filesystem>
#include <string_view>

namespace ockam::config {

/// REQUIRES: the name was checked.
std::filesystem::path vault_file(const std::filesystem::path& home, std::string_view name);

/// Held by whoever adds, moves or removes vaults and identities of a home: what happens in the
/// database and what happens to files then belong together. The kernel drops it with the process.
class vaults_lock {
public:
  /// Waits for its turn. Makes the directory of the vaults. Error: io.
  static result<vaults_lock> acquire(const std::filesystem::path& home);
  vaults_lock(vaults_lock&& other) noexcept;
  vaults_lock& operator=(vaults_lock&& other) noexcept;
  ~vaults_lock();

private:
  explicit vaults_lock(int fd) : fd_{fd} {}
  int fd_;
};

} // namespace ockam::config
