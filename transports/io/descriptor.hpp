// A file descriptor that is closed with its owner.
#pragma once
#include <cstddef>
#include <unistd.h>
#include <utility>

namespace ockam::transports {

class descriptor {
public:
  descriptor() = default;
  explicit descriptor(int fd) noexcept : fd_(fd) {}
  descriptor(descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  descriptor& operator=(descriptor&& other) noexcept {
    if (this != &other) reset(std::exchange(other.fd_, -1));
    return *this;
  }
  ~descriptor() { reset(); }
  int get() const noexcept { return fd_; }
  explicit operator bool() const noexcept { return fd_ >= 0; }
  int release() noexcept { return std::exchange(fd_, -1); }
  void reset(int fd = -1) noexcept {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }

private:
  int fd_ = -1;
};

/// Whether a TCP connection breaks when its socket is closed, also by the end of this process: its
/// peer then sees a reset, and takes nothing for whole that is not. Else the connection ends in
/// order. What a listening socket accepts inherits this. No effect on sockets that are not TCP.
void break_at_close(int socket, bool on) noexcept;

/// Closes a TCP connection with a reset: its peer learns that this was no proper end.
void close_with_reset(descriptor) noexcept;

/// `wanted`, or what the process's limit on descriptors leaves after
/// config::descriptors_reserved, if that is less.
std::size_t descriptors_allowed(std::size_t wanted) noexcept;

} // namespace ockam::transports
