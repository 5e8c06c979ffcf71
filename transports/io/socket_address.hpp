// What the system calls an endpoint: a numeric IPv4 or IPv6 address with its port.
#pragma once
#include "transports/io/network.hpp"

#include <optional>
#include <sys/socket.h>
#include <vector>

namespace ockam::transports {

struct socket_address {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_storage);

  sockaddr* get() noexcept { return reinterpret_cast<sockaddr*>(&storage); }
  const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
  int family() const noexcept { return storage.ss_family; }
  void set_port(std::uint16_t) noexcept;
  /// Whether the address is within this host: 127.0.0.0/8 or ::1. A connection to it cannot be lost
  /// in silence.
  bool loopback() const noexcept;
  /// Compares host and port.
  friend bool operator==(const socket_address&, const socket_address&) noexcept;

  /// The address of a numeric host; none if the host is a name. Never blocks.
  static std::optional<socket_address> numeric(const endpoint&);
  static socket_address of_socket(int fd); ///< address of the socket's own end
  static socket_address of_peer(int fd);   ///< address of its other end
};

/// As an endpoint. An IPv4 address within IPv6 (::ffff:1.2.3.4) becomes IPv4; a Unix socket gives
/// ":0".
endpoint to_endpoint(const socket_address&);

/// A socket that is connected to `peer`.
connection connection_of(descriptor socket, const socket_address& peer);

/// All addresses of a name in the order to try them. May block for long: the resolver's threads
/// call it. Errors: errc::unavailable, "no such host" or the system's reason.
result<std::vector<socket_address>> look_up(const endpoint&);

/// The addresses of a host that needs no look-up: a numeric one, or localhost, of which RFC 6761
/// says what it means. Empty for other names.
std::vector<socket_address> known_addresses(const endpoint&);

} // namespace ockam::transports
