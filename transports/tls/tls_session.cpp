#include "transports/tls/tls_session.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace ockam::transports {

namespace {

/// The last thing that OpenSSL complained of on this thread: `wrong version number`.
std::string last_complaint() {
  const auto code = ERR_peek_last_error();
  const auto* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? std::string() : reason;
}

} // namespace

void tls_session::freeing::operator()(ssl_st* it) const noexcept { SSL_free(it); }

tls_session::outcome tls_session::failed(int code) {
  const auto system = errno;
  switch (SSL_get_error(it_.get(), code)) {
  case SSL_ERROR_WANT_READ: return outcome::wants_input;
  case SSL_ERROR_WANT_WRITE: return outcome::wants_output;
  case SSL_ERROR_ZERO_RETURN: return outcome::end;
  default: break;
  }
  const auto trust = SSL_get_verify_result(it_.get());
  distrusts_ = SSL_is_init_finished(it_.get()) == 0 && trust != X509_V_OK;
  why_ = distrusts_ ? X509_verify_cert_error_string(trust) : last_complaint();
  if (why_.empty())
    why_ = system == 0 ? "the connection was closed" : std::string(std::strerror(system));
  ERR_clear_error();
  return outcome::failed;
}

tls_session::outcome tls_session::handshake() {
  ERR_clear_error();
  errno = 0;
  const auto code = SSL_do_handshake(it_.get());
  return code == 1 ? outcome::done : failed(code);
}

tls_session::input tls_session::read(std::uint8_t* to, std::size_t room) {
  ERR_clear_error();
  std::size_t all = 0;
  for (std::size_t got = 0; all < room; all += got) {
    errno = 0;
    const auto code = SSL_read_ex(it_.get(), to + all, room - all, &got);
    if (code == 1) continue;
    if (all == 0) return {failed(code)};
    // What came before the end, or before a failure, is handed over first: both come again.
    return {outcome::done, all, SSL_want_nothing(it_.get())};
  }
  return {outcome::done, all, true};
}

output_queue::outcome tls_session::send(output_queue& queue) {
  using enum output_queue::outcome;
  ERR_clear_error();
  while (!queue.empty()) {
    const auto next = queue.front();
    std::size_t sent = 0;
    errno = 0;
    if (const auto code = SSL_write_ex(it_.get(), next.data(), next.size(), &sent); code != 1)
      return this->failed(code) == outcome::wants_output ? blocked : output_queue::outcome::failed;
    queue.drop_front(sent);
  }
  return drained;
}

tls_session::outcome tls_session::finish() {
  ERR_clear_error();
  const auto code = SSL_shutdown(it_.get());
  if (code >= 0) return outcome::done;
  return failed(code) == outcome::wants_output ? outcome::wants_output : outcome::done;
}

bool tls_session::holds_input() const noexcept { return SSL_has_pending(it_.get()) == 1; }

} // namespace ockam::transports
