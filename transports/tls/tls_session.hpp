// TLS on a socket: OpenSSL's state of one connection, and its reads and writes of the socket, which
// never block and never raise a signal. Versions 1.2 and 1.3; who is at the other end was checked
// when handshake() says `done`. Used by one thread at a time.
#pragma once
#include "transports/io/descriptor.hpp"
#include "transports/io/output_queue.hpp"
#include "wire/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

struct ssl_st;

namespace ockam::transports {

class tls_session {
public:
  enum class outcome {
    done,
    wants_input,  ///< again when the socket is readable
    wants_output, ///< again when it is writable
    end,          ///< the peer has finished sending, and said so
    failed,       ///< why() says it
  };
  struct input {
    outcome what;
    std::size_t size = 0; ///< bytes that were put there
    bool more = false;    ///< whether the next read has something to say right away
  };

  outcome handshake();
  /// Reads until `room` bytes are there or the socket has no more. REQUIRES: the handshake is done.
  input read(std::uint8_t* to, std::size_t room);
  /// Sends what is queued, until the socket is full; what leaves the queue is in the system.
  output_queue::outcome send(output_queue&);
  /// Tells the peer that no more comes. Errors of the connection are `done`, too: nobody listens.
  outcome finish();
  /// Whether there is input which epoll knows nothing of, because it was read already.
  bool holds_input() const noexcept;

  /// What the last failure was: `self-signed certificate in certificate chain`.
  const std::string& why() const noexcept { return why_; }
  /// Whether the last failure was that the peer could not prove who it is.
  bool distrusts() const noexcept { return distrusts_; }

private:
  friend class tls_context;
  struct freeing {
    void operator()(ssl_st*) const noexcept;
  };
  explicit tls_session(ssl_st* of) : it_(of) {}
  outcome failed(int code);

  std::unique_ptr<ssl_st, freeing> it_;
  std::string why_{};
  bool distrusts_ = false;
};

/// A connected socket and what is spoken on it. A plain one has no TLS.
struct edge_socket {
  edge_socket() = default;
  edge_socket(descriptor plain) : socket(std::move(plain)) {}
  edge_socket(descriptor of, tls_session spoken)
      : socket(std::move(of)), tls(std::make_unique<tls_session>(std::move(spoken))) {}
  explicit operator bool() const noexcept { return static_cast<bool>(socket); }

  descriptor socket;
  std::unique_ptr<tls_session> tls; ///< its handshake is done, unless somebody says otherwise
};

} // namespace ockam::transports
