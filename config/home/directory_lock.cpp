#include "config/home/directory_lock.hpp"

#include "config/home/node_files.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace ockam::config {

result<directory_lock> directory_lock::acquire(const std::filesystem::path& directory) {
  if (auto made = make_private_directory(directory); !made) return made.error();
  const auto fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0) {
    directory_lock held{fd};
    while (::flock(fd, LOCK_EX) != 0)
      if (errno != EINTR)
        return fail(errc::io, "cannot lock " + directory.string() + ": " + std::strerror(errno));
    return held;
  }
  return fail(errc::io, "cannot open " + directory.string() + ": " + std::strerror(errno));
}

directory_lock::directory_lock(directory_lock&& other) noexcept
    : fd_{std::exchange(other.fd_, -1)} {}

directory_lock& directory_lock::operator=(directory_lock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

directory_lock::~directory_lock() {
  if (fd_ >= 0) ::close(fd_);
}

} // namespace ockam::config
