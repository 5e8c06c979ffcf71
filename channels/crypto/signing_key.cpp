#include "channels/crypto/signing_key.hpp"

#include "channels/crypto/openssl.hpp"
#include "channels/crypto/p256.hpp"

namespace ockam::channels {

using openssl::require;

namespace {

openssl::key ed25519_key_of(const secret_key& seed) {
  const auto value = seed.view();
  return openssl::key(require(
      EVP_PKEY_new_raw_private_key_ex(nullptr, "ED25519", nullptr, value.data(), value.size())));
}

} // namespace

result<signing_key> signing_key::from(signature_scheme scheme, secret_key private_key) {
  channels::public_key out{scheme, {}};
  if (scheme == signature_scheme::ecdsa_p256) {
    const auto point = p256::public_of(private_key);
    if (!point) return fail(errc::invalid, "not a private key of P-256");
    out.point = *point;
  } else {
    const auto key = ed25519_key_of(private_key);
    auto size = out.view().size();
    require(EVP_PKEY_get_raw_public_key(key.get(), out.point.data(), &size) == 1);
  }
  return signing_key(std::move(private_key), out);
}

signature signing_key::sign(const digest& hash) const {
  signature out{public_.scheme, {}};
  if (public_.scheme == signature_scheme::ecdsa_p256) {
    out.value = p256::sign(private_, hash);
    return out;
  }
  const auto key = ed25519_key_of(private_);
  const openssl::digest_context context(require(EVP_MD_CTX_new()));
  require(
      EVP_DigestSignInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, key.get(), nullptr)
      == 1);
  auto size = out.value.size();
  require(EVP_DigestSign(context.get(), out.value.data(), &size, hash.data(), hash.size()) == 1);
  return out;
}

} // namespace ockam::channels
