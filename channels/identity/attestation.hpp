// An identity says that another key works for it: one that secure channels are made with, or one
// that signs credentials. Source: spec wire §7.3.
//   attestation := signed object (envelope.hpp)
//   content     := [subject:bytes(32), subject_latest_change_hash:bytes(32), purpose key,
//                   created_at:uint, expires_at:uint]
//   purpose key := variant 0 (secure channel) X25519 bytes(32)
//                | variant 1 (credential signing) public key
#pragma once
#include "channels/crypto/x25519.hpp"
#include "channels/identity/identity.hpp"

#include <variant>

namespace ockam::channels {

/// A key for one purpose: secure channels, or the signing of credentials.
using purpose_key = std::variant<x25519_public_key, public_key>;

struct attestation {
  identifier subject;
  digest subject_latest_change{};
  purpose_key key;
  validity valid;
};

/// Makes an attestation, signed with the current key of `subject`. REQUIRES: signer.public_key() ==
/// subject.latest().key.
signed_object attest(const identity& subject, const signing_key& signer, const purpose_key&,
                     const validity&);

/// What the attestation says, if `subject` signed it with its current key and it holds now; else
/// the first rule that it breaks (errc::denied).
result<attestation> verify(const signed_object&, const identity& subject, timestamp now);

} // namespace ockam::channels
