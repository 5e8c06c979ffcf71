#include "channels/crypto/digest.hpp"

#include "channels/crypto/openssl.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>

namespace ockam::channels {

using openssl::require;

digest sha256(std::initializer_list<bytes_view> parts) {
  static const auto* algorithm = require(EVP_MD_fetch(nullptr, "SHA256", nullptr));
  thread_local const openssl::digest_context context(require(EVP_MD_CTX_new()));
  require(EVP_DigestInit_ex2(context.get(), algorithm, nullptr) == 1);
  for (const auto part : parts)
    require(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1);
  digest out;
  require(EVP_DigestFinal_ex(context.get(), out.data(), nullptr) == 1);
  return out;
}

namespace {

/// HMAC-SHA256 without a key. It is copied for each use, so that none leaves its key behind.
EVP_MAC_CTX* keyless_mac() {
  static auto* const out = [] {
    auto* mac = require(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    auto* context = require(EVP_MAC_CTX_new(mac));
    char name[] = "SHA256";
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
        OSSL_PARAM_construct_end(),
    };
    require(EVP_MAC_CTX_set_params(context, params) == 1);
    return context;
  }();
  return out;
}

} // namespace

secret_key hmac_sha256(bytes_view key, std::initializer_list<bytes_view> parts) {
  const openssl::mac_context context(require(EVP_MAC_CTX_dup(keyless_mac())));
  require(EVP_MAC_init(context.get(), key.data(), key.size(), nullptr) == 1);
  for (const auto part : parts)
    require(EVP_MAC_update(context.get(), part.data(), part.size()) == 1);
  secret_key out;
  std::size_t size = 0;
  require(EVP_MAC_final(context.get(), out.fill().data(), &size, out.fill().size()) == 1);
  return out;
}

derived_keys hkdf_sha256(bytes_view salt, bytes_view input) {
  constexpr std::uint8_t one[] = {1}, two[] = {2};
  const auto extracted = hmac_sha256(salt, {input});
  auto first = hmac_sha256(extracted.view(), {one});
  auto second = hmac_sha256(extracted.view(), {first.view(), two});
  return {std::move(first), std::move(second)};
}

} // namespace ockam::channels
