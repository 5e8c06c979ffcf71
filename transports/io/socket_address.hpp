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
  /// Whether it lies in this host: 127.0.0.0/8 or ::1. Such a connection can not be lost in
  /// silence.
  bool loopback() const noexcept;
  /// The same host and port.
  friend bool operator==(const socket_address&, const socket_address&) noexcept;

  /// Never blocks; nothing if the host is a name.
  static std::optional<socket_address> numeric(const endpoint&);
  static socket_address of_socket(int fd); ///< its own end
  static socket_address of_peer(int fd);
};

/// Whether both ends of a connection are loopback addresses.
bool on_loopback(int fd) noexcept;

/// An IPv4 address in IPv6 clothes (::ffff:1.2.3.4) is shown as IPv4. A Unix socket gives ":0".
endpoint to_endpoint(const socket_address&);

/// All addresses of a name in the order to try them. May block for long: the resolver's threads
/// call it. Errors: errc::unavailable, "no such host" or the system's reason.
result<std::vector<socket_address>> look_up(const endpoint&);

/// The addresses of a host that needs no looking up: a numeric one, or localhost (RFC 6761 says
/// what it means). Empty for other names.
std::vector<socket_address> known_addresses(const endpoint&);

} // namespace ockam::transports
