// Both ends of a connection on which TLS is spoken, without a network.
#pragma once
#include "fixtures/certificates.hpp"
#include "transports/tls/tls_context.hpp"

#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <string>
#include <sys/socket.h>

namespace ockam::tests {

using transports::descriptor;
using transports::tls_context;
using transports::tls_session;

struct socket_pair {
  socket_pair() {
    std::array<int, 2> both{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, both.data()) == 0);
    one.reset(both[0]), other.reset(both[1]);
  }
  descriptor one, other;
};

/// A server called `web.example`, and whoever trusts the root that signed it.
struct tls_ends {
  certificates files;
  socket_pair sockets;
  tls_ends() { files.make("web", {.name = "web.example"}); }

  tls_context::shared server(const std::string& name = "web") const {
    auto made = tls_context::of_server({files.file(name + ".pem"), files.file(name + ".key")});
    REQUIRE(made);
    return *made;
  }
  tls_context::shared client(const std::string& server_name = "web.example") const {
    auto made = tls_context::of_client({files.file("ca.pem"), server_name});
    REQUIRE(made);
    return *made;
  }
};

/// Hands turns to both ends until each is done, or one has failed.
inline bool agree(tls_session& one, tls_session& other) {
  using enum tls_session::outcome;
  auto of_one = wants_input, of_other = wants_input;
  for (int turns = 0; turns < 20; ++turns) {
    if (of_one != done) of_one = one.handshake();
    if (of_other != done) of_other = other.handshake();
    if (of_one == failed || of_other == failed) return false;
    if (of_one == done && of_other == done) return true;
  }
  return false;
}

} // namespace ockam::tests
