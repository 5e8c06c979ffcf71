// SHA-256, HMAC and HKDF over it, through OpenSSL. Source: spec wire §6.2, RFC 2104, RFC 5869.
#pragma once
#include "channels/crypto/secret.hpp"

#include <array>
#include <initializer_list>

namespace ockam::channels {

using digest = std::array<std::uint8_t, 32>;

/// The hash of the parts one after the other.
digest sha256(std::initializer_list<bytes_view> parts);
inline digest sha256(bytes_view data) { return sha256({data}); }

secret_key hmac_sha256(bytes_view key, std::initializer_list<bytes_view> parts);

/// The two halves of HKDF-SHA256's first 64 bytes, without info.
struct derived_keys {
  secret_key first, second;
};
derived_keys hkdf_sha256(bytes_view salt, bytes_view input);

} // namespace ockam::channels
