// What TLS at an edge of a portal is begun with: for an outlet, which dials a TLS server, whom it
// trusts and what name the server has to prove; for an inlet, which is one, a certificate and its
// key. Made of files in PEM, by a thread that may read them and wait; never changes, and is shared
// by all sessions that were begun with it.
//   auto it = tls_context::of_client({.ca = "/etc/own-ca.pem", .server_name = "db.example.net"});
//   if (it) auto session = (*it)->begin(socket.get());
#pragma once
#include "transports/tls/tls_session.hpp"
#include "wire/result.hpp"

#include <filesystem>
#include <memory>
#include <string>

struct ssl_ctx_st;

namespace ockam::transports {

class tls_context {
public:
  struct client {
    std::filesystem::path ca; ///< certificates of those who are trusted; empty: the system's
    std::string server_name; ///< a host's name, or an address, that the server's certificate is for
  };
  struct server {
    std::filesystem::path certificate; ///< with those of its issuers behind it, but for the root
    std::filesystem::path key;         ///< its private key, without a passphrase
  };
  using shared = std::shared_ptr<const tls_context>;

  /// Errors: not_found, io and invalid, of a file; not_found if the system has no roots.
  static result<shared> of_client(const client&);
  /// Errors: not_found, io and invalid, of a file, and if the key is not the certificate's.
  static result<shared> of_server(const server&);

  /// TLS on a connected socket that does not block. REQUIRES: the session goes before the socket.
  tls_session begin(int socket) const;
  /// Until when a server's certificate is good, in seconds since 1970; 0 of a client.
  std::int64_t expires_at() const noexcept { return expires_at_; }

private:
  struct freeing {
    void operator()(ssl_ctx_st*) const noexcept;
  };
  using handle = std::unique_ptr<ssl_ctx_st, freeing>;
  explicit tls_context(handle all) : all_(std::move(all)) {}
  static handle make(bool server);

  handle all_;
  std::string server_name_{};
  bool is_server_ = false;
  std::int64_t expires_at_ = 0;
};

} // namespace ockam::transports
