// How actors get at the network. The real one is tcp_network; tests have a virtual one whose
// connections are socket pairs. Both hand out non-blocking stream sockets, so everything above is
// the same code.
#pragma once
#include "transports/io/clock.hpp"
#include "transports/io/descriptor.hpp"
#include "wire/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace ockam::transports {

class reactor;

/// host:port. The host is a name, an IPv4 or an IPv6 address (without brackets; to_string adds
/// them).
struct endpoint {
  std::string host;
  std::uint16_t port = 0;
  /// `host:port`, `[v6]:port`, or a bare `port` on 127.0.0.1.
  static result<endpoint> parse(std::string_view text);
  friend bool operator==(const endpoint&, const endpoint&) = default;
};
std::string to_string(const endpoint&);
/// Whether a numeric host is an address of this machine's own: 127.0.0.0/8 or ::1.
bool is_loopback(std::string_view host) noexcept;
/// Why a connection that was taken may have been closed before it served.
std::string closed_at_once(std::string_view peer);

/// A connected non-blocking stream socket and who is at its other end. Whether accepted or dialed,
/// it breaks at its close (break_at_close) until its owner says that the end is in order.
struct connection {
  descriptor socket;
  endpoint peer;
  bool loopback = false; ///< whether both ends are addresses that no other machine reaches
};

/// A socket that listens.
class acceptor {
public:
  virtual ~acceptor() = default;
  virtual int fd() const = 0; ///< becomes readable when accept() has a connection
  virtual endpoint bound() const = 0;
  /// The next connection, with an empty socket when there is none for now. Errors: limit when the
  /// system is out of descriptors or memory; pause, then go on.
  virtual result<connection> accept() = 0;
};

/// A dial under way. Its destructor cancels the dial; the answer then never comes.
struct dialing {
  virtual ~dialing() = default;
};

class network {
public:
  using answer = std::function<void(result<connection>)>;
  virtual ~network() = default;
  /// Listens at a local address. Errors: in_use if somebody listens there already, invalid for a
  /// name that is no local address.
  virtual result<std::unique_ptr<acceptor>> listen(const endpoint&) = 0;
  /// Connects without blocking; names are resolved off the reactor, then the addresses are tried
  /// beside each other, one after the other, until `timeout` is over. Answers once, on `home`, never
  /// from inside dial().
  [[nodiscard]] virtual std::unique_ptr<dialing> dial(reactor& home, const endpoint&,
                                                      duration timeout, answer) = 0;
  /// Whoever was reached at that numeric address was of no use: if its host has others, they are
  /// tried before it for a while.
  virtual void avoid(const reactor& /*home*/, const endpoint& /*peer*/) {}
};

} // namespace ockam::transports
