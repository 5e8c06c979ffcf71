#include "channels/crypto/x25519.hpp"

#include "channels/crypto/openssl.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/params.h>

namespace ockam::channels {

using openssl::require;

namespace {

x25519_public_key public_of(const secret_key& private_key) {
  const auto value = private_key.view();
  const openssl::key key(require(
      EVP_PKEY_new_raw_private_key_ex(nullptr, "X25519", nullptr, value.data(), value.size())));
  x25519_public_key out;
  auto size = out.size();
  require(EVP_PKEY_get_raw_public_key(key.get(), out.data(), &size) == 1);
  return out;
}

/// Given both halves OpenSSL does not compute the public one again, which costs as much as an
/// agreement.
openssl::key pair_of(const secret_key& private_key, x25519_public_key public_key) {
  thread_local const openssl::key_context context(
      require(EVP_PKEY_CTX_new_from_name(nullptr, "X25519", nullptr)));
  // OSSL_PARAM has no const, and fromdata only reads.
  auto* const secret_half = const_cast<std::uint8_t*>(private_key.view().data());
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PRIV_KEY, secret_half,
                                        private_key.view().size()),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, public_key.data(),
                                        public_key.size()),
      OSSL_PARAM_construct_end(),
  };
  EVP_PKEY* out = nullptr;
  require(EVP_PKEY_fromdata_init(context.get()) == 1);
  require(EVP_PKEY_fromdata(context.get(), &out, EVP_PKEY_KEYPAIR, params) == 1);
  return openssl::key(out);
}

} // namespace

x25519_key::x25519_key(secret_key private_key)
    : private_(std::move(private_key)), public_(public_of(private_)) {}

result<secret_key> x25519_key::agree(const x25519_public_key& peer) const {
  const auto mine = pair_of(private_, public_);
  const openssl::key theirs(require(
      EVP_PKEY_new_raw_public_key_ex(nullptr, "X25519", nullptr, peer.data(), peer.size())));
  const openssl::key_context context(
      require(EVP_PKEY_CTX_new_from_pkey(nullptr, mine.get(), nullptr)));
  require(EVP_PKEY_derive_init(context.get()) == 1);
  require(EVP_PKEY_derive_set_peer_ex(context.get(), theirs.get(), 0) == 1);
  secret_key out;
  auto size = out.fill().size();
  if (EVP_PKEY_derive(context.get(), out.fill().data(), &size) != 1) {
    ERR_clear_error();
    return fail(errc::protocol, "a public key of low order");
  }
  return out;
}

} // namespace ockam::channels
