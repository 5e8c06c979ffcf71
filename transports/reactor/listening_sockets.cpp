#include "transports/reactor/listening_sockets.hpp"

#include <algorithm>
#include <fcntl.h>

namespace ockam::transports {

void listening_sockets::inherit(std::vector<listening_socket> from) {
  for (const auto& each : from) ::fcntl(each.socket.get(), F_SETFL, O_NONBLOCK);
  const std::lock_guard held{mutex_};
  inherited_ = std::move(from);
}

void listening_sockets::drop_inherited() {
  const std::lock_guard held{mutex_};
  inherited_.clear();
}

descriptor listening_sockets::take(const endpoint& at) {
  const std::lock_guard held{mutex_};
  const auto found = std::find_if(inherited_.begin(), inherited_.end(),
                                  [&](const auto& each) { return each.bound == at; });
  if (found == inherited_.end()) return {};
  auto out = std::move(found->socket);
  inherited_.erase(found);
  return out;
}

void listening_sockets::add(int fd, const endpoint& bound) {
  const std::lock_guard held{mutex_};
  open_.insert_or_assign(fd, bound);
}

void listening_sockets::remove(int fd) {
  const std::lock_guard held{mutex_};
  open_.erase(fd);
}

std::vector<listening_socket> listening_sockets::copies() const {
  const std::lock_guard held{mutex_};
  std::vector<listening_socket> out;
  for (const auto& [fd, bound] : open_)
    out.push_back({bound, descriptor{::fcntl(fd, F_DUPFD_CLOEXEC, 0)}});
  std::erase_if(out, [](const auto& each) { return !each.socket; });
  return out;
}

} // namespace ockam::transports
