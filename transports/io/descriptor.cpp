#include "transports/io/descriptor.hpp"

#include "config/defaults.hpp"

#include <algorithm>
#include <sys/resource.h>
#include <sys/socket.h>

namespace ockam::transports {

void break_at_close(int socket, bool on) noexcept {
  const linger at_once{on ? 1 : 0, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void close_with_reset(descriptor socket) noexcept { break_at_close(socket.get(), true); }

std::size_t descriptors_allowed(std::size_t wanted) noexcept {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) return wanted;
  const auto spare = std::max<rlim_t>(files.rlim_cur, 2 * config::descriptors_reserved)
                     - config::descriptors_reserved;
  return std::min<std::size_t>(wanted, spare);
}

} // namespace ockam::transports
