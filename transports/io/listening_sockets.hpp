// The sockets on which a process listens, so that they can be handed to the next one and no
// connection is refused meanwhile: both have them then, and either accepts. Any thread.
#pragma once
#include "transports/io/network.hpp"

#include <algorithm>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace ockam::transports {

/// A socket that listens, and where.
struct listening_socket {
  endpoint bound;
  descriptor socket;
};

class listening_sockets {
public:
  /// Sockets of a process before this one: whoever is to listen where one is bound gets it.
  void inherit(std::vector<listening_socket> from) {
    for (const auto& each : from) ::fcntl(each.socket.get(), F_SETFL, O_NONBLOCK);
    const std::lock_guard held{mutex_};
    inherited_ = std::move(from);
  }
  /// Closes those that nobody asked for.
  void drop_inherited() { inherit({}); }
  /// Such a socket, once; none if there is none.
  descriptor take(const endpoint& at) {
    const std::lock_guard held{mutex_};
    const auto found = std::find_if(inherited_.begin(), inherited_.end(),
                                    [&](const auto& each) { return each.bound == at; });
    if (found == inherited_.end()) return {};
    auto out = std::move(found->socket);
    inherited_.erase(found);
    return out;
  }

  /// From now on it listens, until remove().
  void add(int fd, const endpoint& bound) {
    const std::lock_guard held{mutex_};
    open_.insert_or_assign(fd, bound);
  }
  void remove(int fd) {
    const std::lock_guard held{mutex_};
    open_.erase(fd);
  }
  /// All that listen; each is a descriptor of its own.
  std::vector<listening_socket> copies() const {
    const std::lock_guard held{mutex_};
    std::vector<listening_socket> out;
    for (const auto& [fd, bound] : open_)
      if (descriptor copy{::fcntl(fd, F_DUPFD_CLOEXEC, 0)}) out.push_back({bound, std::move(copy)});
    return out;
  }

private:
  mutable std::mutex mutex_; // of both
  std::map<int, endpoint> open_;
  std::vector<listening_socket> inherited_;
};

} // namespace ockam::transports
