#include "channels/identity/identity_payload.hpp"

namespace ockam::channels {

bytes encode_identity_payload(const identity& who, const signed_object& attestation,
                              std::span<const presented_credential> credentials) {
  bytes out;
  wire::cbor_writer writer{out};
  writer.array(3).raw(who.encode());
  write(writer, attestation);
  write(writer, credentials);
  return out;
}

result<peer> verify_identity_payload(bytes_view payload, const x25519_public_key& handshake_key,
                                     timestamp now) {
  wire::cbor_reader in{payload};
  auto fields = in.array();
  in.require(fields);
  const auto history = in.rest();
  in.skip();
  in.require(fields);
  const auto attested = take_signed_object(in);
  in.require(fields);
  auto credentials = take_presented_credentials(in);
  in.finish(fields);
  if (!in.ok()) return malformed("identity payload", in);
  // One signature, which only the key of this handshake can have, before those of the history.
  const auto is_of_this_handshake = [&](const identity& claimed) -> status {
    OCKAM_TRY(attestation, verify(attested, claimed, now));
    const auto* const key = std::get_if<x25519_public_key>(&attestation.key);
    if (!key || *key != handshake_key)
      return fail(errc::denied, "attestation: not of the key of this handshake");
    return done{};
  };
  OCKAM_TRY(who, identity::decode(history, is_of_this_handshake));
  return peer{std::move(who), std::move(credentials)};
}

} // namespace ockam::channels
