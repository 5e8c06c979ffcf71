// The network of the operating system: TCP over IPv4 and IPv6.
#pragma once
#include "transports/io/listening_sockets.hpp"
#include "transports/io/network.hpp"
#include "transports/reactor/dial_book.hpp"
#include "transports/reactor/resolver.hpp"

namespace ockam::transports {

class tcp_network : public network {
public:
  explicit tcp_network(resolver::function look_up = transports::look_up);
  /// The order in which the addresses of hosts are tried follows from the number.
  tcp_network(resolver::function look_up, std::uint64_t order);

  result<std::unique_ptr<acceptor>> listen(const endpoint&) override;
  [[nodiscard]] std::unique_ptr<dialing> dial(reactor& home, const endpoint&, duration timeout,
                                              answer) override;
  void avoid(const reactor& home, const endpoint& peer) override;
  /// The sockets that listen: those that another process left, and those for the next one.
  listening_sockets& listening() const noexcept { return *listening_; }

private:
  const std::shared_ptr<listening_sockets> listening_ = std::make_shared<listening_sockets>();
  resolver names_;
  dial_book book_;
};

/// Sets what every stream has: small messages leave at once, and dead peers of silent connections
/// are found by keepalive (spec wire §2.1), except on this host, where the system itself tells of
/// every end. Accepted sockets have both from their listener. No effect on sockets that are not
/// TCP.
void tune_stream(int fd, const socket_address& peer);
/// Sets what links have in addition: lost peers are found within config::tcp_user_timeout while
/// data is under way, little is kept in the kernel, where it could not be reordered any more, and
/// what a closed link has still to say is sent.
void tune_link(int fd);

} // namespace ockam::transports
