// Agreeing on TLS with whoever is at the other end of a socket, within a time. An actor of its own
// does it, so that nobody waits for it and the one who asked may forget it at any time.
#pragma once
#include "transports/io/network.hpp"
#include "transports/reactor/reactor.hpp"
#include "transports/tls/tls_context.hpp"

#include <functional>
#include <memory>
#include <string>

namespace ockam::transports {

/// A handshake under way. Its destructor breaks the connection off; the answer then never comes.
struct tls_handshake {
  virtual ~tls_handshake() = default;
  using answer = std::function<void(result<edge_socket>)>;

  /// Answers once, on `home`, never from inside this call. `peer` is whom errors name. Errors:
  /// timed_out; denied if the server did not prove its name; unavailable.
  [[nodiscard]] static std::unique_ptr<tls_handshake>
  begin(reactor& home, descriptor, tls_context::shared, std::string peer, answer);
};

} // namespace ockam::transports
