#include "transports/tls/tls_context.hpp"

#include "config/defaults.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <system_error>

namespace ockam::transports {

namespace {

namespace fs = std::filesystem;

/// Reads and writes of a socket without SIGPIPE, which OpenSSL's own raise.
int bio_write(BIO* of, const char* data, int size) {
  BIO_clear_retry_flags(of);
  ssize_t sent = 0;
  do
    sent = ::send(static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(of))), data,
                  static_cast<std::size_t>(size), MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) BIO_set_retry_write(of);
  return static_cast<int>(sent);
}

int bio_read(BIO* of, char* to, int room) {
  BIO_clear_retry_flags(of);
  ssize_t got = 0;
  do
    got = ::recv(static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(of))), to,
                 static_cast<std::size_t>(room), 0);
  while (got < 0 && errno == EINTR);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) BIO_set_retry_read(of);
  if (got == 0) BIO_set_flags(of, BIO_FLAGS_IN_EOF);
  return static_cast<int>(got);
}

long bio_control(BIO* of, int what, long, void*) {
  if (what == BIO_CTRL_EOF) return BIO_test_flags(of, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
  return what == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* socket_method() {
  static const auto* const method = [] {
    auto* const it = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "edge socket");
    BIO_meth_set_write(it, bio_write);
    BIO_meth_set_read(it, bio_read);
    BIO_meth_set_ctrl(it, bio_control);
    return it;
  }();
  return method;
}

/// A key with a passphrase would have OpenSSL ask for it at the terminal.
int no_passphrase(char*, int, int, void*) { return -1; }

/// `/etc/k.pem: PEM lib`, as OpenSSL says it.
error bad_file(const fs::path& file, const char* what) {
  const auto code = ERR_peek_last_error();
  const auto* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  ERR_clear_error();
  return fail(errc::invalid,
              file.string() + ": " + what + (reason == nullptr ? "" : std::string(": ") + reason));
}

status check_readable(const fs::path& file, const char* option) {
  std::error_code why;
  const auto size = fs::file_size(file, why);
  if (why == std::errc::no_such_file_or_directory)
    return fail(errc::not_found, file.string() + " is not there", std::string(option) + " FILE");
  if (why) return fail(errc::io, file.string() + ": " + why.message());
  if (size > config::tls_file_size_max)
    return fail(errc::invalid, file.string() + " is too large for certificates");
  std::unique_ptr<BIO, int (*)(BIO*)> opened(BIO_new_file(file.c_str(), "r"), BIO_free);
  if (opened) return done{};
  const auto code = errno;
  ERR_clear_error();
  return fail(errc::io, file.string() + ": " + std::system_category().message(code));
}

/// Where systems keep their roots, for a library that was built for another one.
status trust_the_system(SSL_CTX* of) {
  constexpr std::array bundles{"/etc/ssl/certs/ca-certificates.crt",
                               "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
                               "/etc/ssl/cert.pem"};
  std::error_code ignored;
  if (::getenv("SSL_CERT_FILE") != nullptr || ::getenv("SSL_CERT_DIR") != nullptr) {
    if (SSL_CTX_set_default_verify_paths(of) == 1) return done{};
  }
  for (const auto* const each : bundles)
    if (fs::exists(each, ignored) && SSL_CTX_load_verify_locations(of, each, nullptr) == 1)
      return done{};
  ERR_clear_error();
  return fail(errc::not_found, "this system has no root certificates",
              "install ca-certificates, or say whom to trust: --tls-ca FILE");
}

status trust_file(SSL_CTX* of, const fs::path& file) {
  return check_readable(file, "--tls-ca").and_then([&](done) -> status {
    if (SSL_CTX_load_verify_locations(of, file.c_str(), nullptr) == 1) return done{};
    return bad_file(file, "has no certificates");
  });
}

} // namespace

void tls_context::freeing::operator()(ssl_ctx_st* it) const noexcept { SSL_CTX_free(it); }

tls_context::handle tls_context::make(bool server) {
  handle out(SSL_CTX_new(server ? TLS_server_method() : TLS_client_method()));
  if (!out) throw std::bad_alloc();
  SSL_CTX_set_min_proto_version(out.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(out.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(out.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
                                  | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_default_passwd_cb(out.get(), no_passphrase);
  return out;
}

result<tls_context::shared> tls_context::of_client(const client& wanted) {
  auto made = make(false);
  const auto trusted =
      wanted.ca.empty() ? trust_the_system(made.get()) : trust_file(made.get(), wanted.ca);
  if (!trusted) return trusted.error();
  SSL_CTX_set_verify(made.get(), SSL_VERIFY_PEER, nullptr);
  auto out = std::shared_ptr<tls_context>(new tls_context(std::move(made)));
  out->server_name_ = wanted.server_name;
  return shared(std::move(out));
}

result<tls_context::shared> tls_context::of_server(const server& wanted) {
  auto made = make(true);
  const auto readable = check_readable(wanted.certificate, "--tls-cert").and_then([&](done) {
    return check_readable(wanted.key, "--tls-key");
  });
  if (!readable) return readable.error();
  if (SSL_CTX_use_certificate_chain_file(made.get(), wanted.certificate.c_str()) != 1)
    return bad_file(wanted.certificate, "has no certificate");
  if (SSL_CTX_use_PrivateKey_file(made.get(), wanted.key.c_str(), SSL_FILETYPE_PEM) != 1)
    return bad_file(wanted.key, "has no key that is that certificate's, without a passphrase");
  if (SSL_CTX_check_private_key(made.get()) != 1)
    return bad_file(wanted.key, "is not the key of that certificate");
  auto out = std::shared_ptr<tls_context>(new tls_context(std::move(made)));
  out->is_server_ = true;
  std::tm until{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(SSL_CTX_get0_certificate(out->all_.get())), &until) == 1)
    out->expires_at_ = ::timegm(&until);
  return shared(std::move(out));
}

tls_session tls_context::begin(int socket) const {
  tls_session out(SSL_new(all_.get()));
  auto* const way = BIO_new(socket_method());
  if (!out.it_ || way == nullptr) throw std::bad_alloc();
  BIO_set_data(way, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
  BIO_set_init(way, 1);
  auto* const it = out.it_.get();
  SSL_set_bio(it, way, way);
  if (is_server_) {
    SSL_set_accept_state(it);
    return out;
  }
  SSL_set_connect_state(it);
  SSL_set_hostflags(it, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  auto* const wanted = SSL_get0_param(it);
  // An address is no name: it is not said to the server, and a certificate says it in another place.
  const auto is_address = X509_VERIFY_PARAM_set1_ip_asc(wanted, server_name_.c_str()) == 1;
  if (!is_address
      && (SSL_set1_host(it, server_name_.c_str()) != 1
          || SSL_set_tlsext_host_name(it, server_name_.c_str()) != 1))
    throw std::bad_alloc();
  ERR_clear_error();
  return out;
}

} // namespace ockam::transports
