// What this side of a handshake proves itself with: an identity and a channel key that it attests.
// The identity's own key is not in here: it is needed only for the moment in which this is made.
#pragma once
#include "channels/identity/identity_payload.hpp"

#include <initializer_list>
#include <memory>

namespace ockam::channels {

class own_identity {
public:
  /// Attests a new channel key from `since` on until config::channel_key_lifetime after `now`,
  /// within the life of the identity's key (validity.hpp, `lasting`). `random`: 32 bytes. Fails
  /// (errc::invalid) if `signer` does not have the identity's current key.
  static result<own_identity> make(identity who, const signing_key& signer, secret_key random,
                                   timestamp now, timestamp since);
  /// The same, attested from `now` on.
  static result<own_identity> make(identity who, const signing_key& signer, secret_key random,
                                   timestamp now) {
    return make(std::move(who), signer, std::move(random), now, now);
  }

  const identity& who() const noexcept { return who_; }
  const std::shared_ptr<const x25519_key>& channel_key() const noexcept { return channel_key_; }
  /// A mark that every process of this home with the identity's key can make, and nobody else: the
  /// same mark for the same parts.
  secret_key mark(std::initializer_list<bytes_view> parts) const;
  /// The payload for m2 or m3. It is encoded once, except for the credentials: only who has some
  /// pays for them.
  bytes handshake_payload(std::span<const presented_credential> = {}) const;

private:
  own_identity(identity who, std::shared_ptr<const x25519_key> channel_key,
               signed_object attestation, secret_key mark_key);

  identity who_;
  std::shared_ptr<const x25519_key> channel_key_;
  signed_object attestation_;
  /// Made from the key that signs; that key cannot be computed from it.
  std::shared_ptr<const secret_key> mark_key_;
  bytes bare_payload_; ///< handshake_payload() without credentials
};

} // namespace ockam::channels
