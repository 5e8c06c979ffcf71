#include "config/vault_files.hpp"

#include "config/node_files.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace ockam::config {

namespace fs = std::filesystem;

fs::path vault_file(const fs::path& home, std::string_view name) {
  return home / "vaults" / (std::string{name} + ".sqlite3");
}

result<vaults_lock> vaults_lock::acquire(const fs::path& home) {
  const auto directory = home / "vaults";
  if (auto made = make_private_directory(directory); !made) return made.error();
  const auto fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0) {
    vaults_lock held{fd};
    while (::flock(fd, LOCK_EX) != 0)
      if (errno != EINTR)
        return fail(errc::io, "cannot lock " + directory.string() + ": " + std::strerror(errno));
    return held;
  }
  return fail(errc::io, "cannot open " + directory.string() + ": " + std::strerror(errno));
}

vaults_lock::vaults_lock(vaults_lock&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}

vaults_lock& vaults_lock::operator=(vaults_lock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

vaults_lock::~vaults_lock() {
  if (fd_ >= 0) ::close(fd_);
}

} // namespace ockam::config
