#include "config/home/node_lock.hpp"

#include "config/defaults.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace ockam::config {

namespace {

struct flock whole_file() {
  struct flock range {};
  range.l_type = F_WRLCK;
  range.l_whence = SEEK_SET;
  return range;
}

/// Whether the path still leads to this descriptor: a deleted node's lock may be opened just before
/// it goes.
bool is_current(int fd, const std::filesystem::path& file) {
  struct stat mine {
  }, there{};
  return ::fstat(fd, &mine) == 0 && ::stat(file.c_str(), &there) == 0 && mine.st_dev == there.st_dev
         && mine.st_ino == there.st_ino;
}

} // namespace

result<node_lock> node_lock::acquire(const std::filesystem::path& file) {
  for (;;) {
    auto fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return fail(errc::io, "cannot open " + file.string() + ": " + std::strerror(errno));
    auto held = node_lock{fd};
    auto range = whole_file();
    if (::fcntl(fd, F_SETLK, &range) != 0) {
      if (errno == EACCES || errno == EAGAIN)
        return fail(errc::already_exists, "somebody holds the lock " + file.string());
      return fail(errc::io, "cannot lock " + file.string() + ": " + std::strerror(errno));
    }
    if (is_current(fd, file)) return held;
  }
}

node_lock::node_lock(node_lock&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}

node_lock& node_lock::operator=(node_lock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

node_lock::~node_lock() {
  if (fd_ >= 0) ::close(fd_);
}

namespace {

/// Whether a process is about to end: its memory is gone, and its files are not closed yet.
bool is_ending(pid_t process) {
  std::ifstream in("/proc/" + std::to_string(process) + "/cmdline", std::ios::binary);
  return in && in.peek() == std::ifstream::traits_type::eof();
}

std::optional<pid_t> holder_now(const std::filesystem::path& file) {
  auto fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  auto range = whole_file();
  auto asked = ::fcntl(fd, F_GETLK, &range);
  ::close(fd);
  if (asked != 0 || range.l_type == F_UNLCK) return std::nullopt;
  return range.l_pid;
}

} // namespace

std::optional<pid_t> lock_holder(const std::filesystem::path& file) {
  const auto patience = std::chrono::steady_clock::now() + ending_process_max;
  for (;;) {
    const auto holder = holder_now(file);
    if (!holder || !is_ending(*holder) || std::chrono::steady_clock::now() > patience)
      return holder;
    std::this_thread::sleep_for(ending_process_poll);
  }
}

} // namespace ockam::config
