#include "transports/http/socket_peer.hpp"

#include <sys/socket.h>
#include <unistd.h>

namespace ockam::transports {

std::optional<uid_t> user_at(int socket) noexcept {
  ucred who{};
  socklen_t size = sizeof who;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) return {};
  return who.uid;
}

bool is_own_or_root(int socket) noexcept {
  const auto who = user_at(socket);
  return who && (*who == ::geteuid() || *who == 0);
}

} // namespace ockam::transports
