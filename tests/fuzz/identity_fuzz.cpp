// Histories of identities and what they attest, also as if the right key had signed it, and as the
// hexadecimal text that people pass on. What decodes must encode to
// something that decodes to the same.
#include "channels/identity/attestation.hpp"
#include "config/defaults.hpp"
#include "person.hpp"
#include "wire/encoding/cbor.hpp"

using namespace ockam;
using namespace ockam::channels;
using fuzz::alice;
using fuzz::require;

namespace {

bool history(bytes_view data) {
  const auto first = identity::decode(data);
  if (!first) return false;
  const auto second = identity::decode(first->encode());
  require(second && second->id() == first->id() && second->latest() == first->latest());
  require(first->changes() <= config::identity_changes_max);
  return true;
}

/// A history of alice whose next change says whatever it likes, signed by her key both times.
bool next_change(bytes_view data) {
  const auto object = alice().sign(envelope_kind::change, data);
  bytes signed_history;
  wire::cbor_writer out{signed_history};
  out.array(2).raw(bytes_view{alice().who.encode()}.subspan(1));
  write(out, change{object.envelope, object.signed_by, object.signed_by});
  const auto read = identity::decode(signed_history);
  if (!read) return false;
  require(read->id() == alice().who.id() && read->changes() == 2);
  require(read->latest().attestations.from >= alice().who.latest().attestations.from);
  return true;
}

bool change_content(bytes_view data) {
  const auto first = decode_change_data(data);
  if (first) require(*decode_change_data(encode(*first)) == *first);
  return static_cast<bool>(first);
}

bool attestation_content(bytes_view data) {
  const auto said = verify(alice().sign(envelope_kind::attestation, data), alice().who, fuzz::now);
  if (said) require(said->subject == alice().who.id());
  return static_cast<bool>(said);
}

bool signed_bytes(bytes_view data) {
  wire::cbor_reader in{data};
  const auto object = take_signed_object(in);
  return in.ok() && verify(object, alice().who, fuzz::now);
}

bool history_text(bytes_view data) {
  const auto first = identity::import(wire::text_of(data));
  if (first) require(identity::import(first->to_hex())->latest() == first->latest());
  return static_cast<bool>(first);
}

change_data said_next() {
  return {alice().who.latest_hash(), alice().signer.public_key(), false, fuzz::lifetime};
}

constexpr auto cbor = fuzz::shape::cbor;
constexpr fuzz::parser all[] = {
    {"history", history, cbor, [] { return alice().who.encode(); }},
    {"next_change", next_change, cbor, [] { return encode(said_next()); }},
    {"change_content", change_content, cbor, [] { return encode(said_next()); }},
    {"attestation_content", attestation_content, cbor,
     [] { return fuzz::content_of(envelope_kind::attestation, alice().credential_key); }},
    {"signed_bytes", signed_bytes, cbor, [] { return fuzz::encoded(alice().credential_key); }},
    {"history_text", history_text}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
