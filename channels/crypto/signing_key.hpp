// A private key that signs: an identity's primary key or its credential key. Source: spec wire
// §7.1.
#pragma once
#include "channels/crypto/signature.hpp"
#include "wire/result.hpp"

namespace ockam::channels {

class signing_key {
public:
  /// Makes a key of 32 bytes. Any 32 bytes are an Ed25519 seed; of those for P-256 one in 2^32 is
  /// refused (errc::invalid).
  static result<signing_key> from(signature_scheme, secret_key private_key);

  const channels::public_key& public_key() const noexcept { return public_; }
  const secret_key& private_key() const noexcept { return private_; }

  /// The same key and hash always give the same signature.
  signature sign(const digest& hash) const;

private:
  signing_key(secret_key private_key, const channels::public_key& public_key)
      : private_(std::move(private_key)), public_(public_key) {}

  secret_key private_;
  channels::public_key public_;
};

} // namespace ockam::channels
