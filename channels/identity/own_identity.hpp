// What this side of a handshake proves itself with: an identity and a channel key that it attests.
// The key that signs is not in here: whoever makes one needs it for a moment only.
#pragma once
#include "channels/identity/identity_payload.hpp"

#include <memory>

namespace ockam::channels {

class own_identity {
public:
  /// Attests a new channel key from `now` on for config::channel_key_lifetime, or as long as the
  /// identity's key holds. `random`: 32 bytes. Fails (errc::invalid) if `signer` does not have the
  /// identity's current key.
  static result<own_identity> make(identity who, const signing_key& signer, secret_key random,
                                   timestamp now);

  const identity& who() const noexcept { return who_; }
  const std::shared_ptr<const x25519_key>& channel_key() const noexcept { return channel_key_; }
  /// For m2 or m3. Encoded once, but for the credentials: only who has some pays for them.
  bytes handshake_payload(std::span<const presented_credential> = {}) const;

private:
  own_identity(identity who, std::shared_ptr<const x25519_key> channel_key,
               signed_object attestation);

  identity who_;
  std::shared_ptr<const x25519_key> channel_key_;
  signed_object attestation_;
  bytes bare_payload_; ///< without credentials
};

} // namespace ockam::channels
