// What is signed, and how it is wrapped. Source: spec wire §7.1.
//   envelope      := [version:1, kind:uint, content:bytes]
//   signed object := [envelope:bytes, signature]          a change has a second signature
// The signature is over the SHA-256 of the encoded envelope.
#pragma once
#include "channels/crypto/signature.hpp"
#include "wire/result.hpp"

namespace ockam::channels {

enum class envelope_kind : std::uint8_t { change = 1, attestation = 2, credential = 3 };

bytes encode_envelope(envelope_kind, bytes_view content);
/// The content of an envelope. Another version or kind is refused.
result<bytes_view> decode_envelope(envelope_kind, bytes_view envelope);

struct signed_object {
  bytes envelope;
  signature signed_by;
};

void write(wire::cbor_writer&, const signed_object&);
signed_object take_signed_object(wire::cbor_reader&);

/// The error of a reader that gave up, with what it read. REQUIRES: !in.ok().
error malformed(const char* what, const wire::cbor_reader& in);

} // namespace ockam::channels
