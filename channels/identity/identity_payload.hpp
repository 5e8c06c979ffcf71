// What each side of a handshake tells the other about itself. Source: spec wire §6.3.
//   payload := [history, attestation, [presented credential...]]
#pragma once
#include "channels/identity/credential.hpp"

namespace ockam::channels {

bytes encode_identity_payload(const identity&, const signed_object& attestation,
                              std::span<const presented_credential>);

/// Somebody who proved to be who they say. The credentials are not checked yet: that takes the
/// identity of an authority.
struct peer {
  identity who;
  std::vector<presented_credential> credentials;
};

/// Verifies the history, and that it attests the key with which the handshake was made.
result<peer> verify_identity_payload(bytes_view payload, const x25519_public_key& handshake_key,
                                     timestamp now);

} // namespace ockam::channels
