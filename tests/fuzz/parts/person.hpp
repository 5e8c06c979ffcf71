// Somebody with known keys, and what only they can sign or seal.
#pragma once
#include "channels/identity/own_identity.hpp"
#include "fuzz.hpp"
#include "wire/encoding/cbor.hpp"

#include <algorithm>

namespace ockam::fuzz {

inline constexpr channels::timestamp now = 1'700'001'000;
inline constexpr channels::validity lifetime{1'700'000'000, 4'102'444'800};

inline channels::secret_key key_of(std::uint8_t byte) {
  channels::secret_key out;
  std::fill(out.fill().begin(), out.fill().end(), byte);
  return out;
}

/// What they sign is accepted as far as the signature goes.
struct person {
  explicit person(std::uint8_t byte = 1)
      : signer(std::move(
          *channels::signing_key::from(channels::signature_scheme::ed25519, key_of(byte)))),
        who(channels::identity::create(signer, lifetime)),
        self(std::move(*channels::own_identity::make(
            who, signer, key_of(static_cast<std::uint8_t>(byte + 1)), now))),
        credential_key(channels::attest(who, signer, signer.public_key(), lifetime)) {}

  channels::signed_object sign(channels::envelope_kind kind, bytes_view content) const {
    auto envelope = encode_envelope(kind, content);
    const auto hash = channels::sha256(envelope);
    return {std::move(envelope), signer.sign(hash)};
  }

  channels::signing_key signer;
  channels::identity who;
  channels::own_identity self;
  channels::signed_object credential_key;
};

inline const person& alice() {
  static const person out;
  return out;
}

/// What stands in the envelope of something that is signed.
inline bytes content_of(channels::envelope_kind kind, const channels::signed_object& object) {
  const auto content = *channels::decode_envelope(kind, object.envelope);
  return {content.begin(), content.end()};
}

template <class T>
bytes encoded(const T& what) {
  bytes out;
  wire::cbor_writer writer{out};
  write(writer, what);
  return out;
}

} // namespace ockam::fuzz
