// X25519 key agreement (RFC 7748), through OpenSSL. Any 32 bytes are a private key.
#pragma once
#include "channels/crypto/secret.hpp"
#include "wire/result.hpp"

#include <array>

namespace ockam::channels {

using x25519_public_key = std::array<std::uint8_t, 32>;

class x25519_key {
public:
  explicit x25519_key(secret_key private_key);

  const x25519_public_key& public_key() const noexcept { return public_; }
  const secret_key& private_key() const noexcept { return private_; }

  /// Fails (errc::protocol) if `peer` is a point of low order: the result would be known to
  /// everyone.
  result<secret_key> agree(const x25519_public_key& peer) const;

private:
  secret_key private_;
  x25519_public_key public_;
};

} // namespace ockam::channels
