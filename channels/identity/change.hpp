// One change of an identity: it names the key that signs from now on. Source: spec wire §7.2.
//   change  := [envelope:bytes, signature, ?previous_signature]      signatures: new key, old key
//   content := [previous_change: null | bytes(32), public_key, revoke_all_purpose_keys:bool,
//               attestations_valid_from:uint, attestations_valid_until:uint]
#pragma once
#include "channels/identity/envelope.hpp"
#include "channels/identity/validity.hpp"

#include <optional>

namespace ockam::channels {

/// What the change says.
struct change_data {
  std::optional<digest> previous; ///< hash of the change before it
  public_key key;
  bool revoke_all_purpose_keys = false;
  validity attestations; ///< attestations made with this key are valid within this time
  friend bool operator==(const change_data&, const change_data&) = default;
};

bytes encode(const change_data&);
result<change_data> decode_change_data(bytes_view content);

/// The change as it travels.
struct change {
  bytes envelope;
  signature signed_by_key;
  std::optional<signature> signed_by_previous_key;

  /// The hash that is signed and that the next change names.
  digest hash() const { return sha256(envelope); }
};

void write(wire::cbor_writer&, const change&);
change take_change(wire::cbor_reader&);

} // namespace ockam::channels
