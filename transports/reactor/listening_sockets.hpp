// The sockets on which a process listens, so that they can be handed to the next one and no
// connection is refused meanwhile: both have them then, and either accepts. Any thread.
#pragma once
#include "transports/io/network.hpp"

#include <map>
#include <mutex>
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
  void inherit(std::vector<listening_socket>);
  /// Closes those that nobody asked for.
  void drop_inherited();
  /// Such a socket, once; none if there is none.
  descriptor take(const endpoint& at);

  void add(int fd, const endpoint& bound); ///< from now on it listens, until
  void remove(int fd);
  /// All that listen; each is a descriptor of its own.
  std::vector<listening_socket> copies() const;

private:
  mutable std::mutex mutex_; // of both
  std::map<int, endpoint> open_;
  std::vector<listening_socket> inherited_;
};

} // namespace ockam::transports
