#include "channels/identity/attestation.hpp"

#include <cassert>

namespace ockam::channels {

namespace {

constexpr std::uint64_t secure_channel = 0, credential_signing = 1;

error bad(const std::string& why) { return fail(errc::denied, "attestation: " + why); }

void write(wire::cbor_writer& out, const purpose_key& key) {
  if (const auto* agreement = std::get_if<x25519_public_key>(&key)) {
    write_variant(out, secure_channel);
    out.byte_string(*agreement);
  } else {
    write_variant(out, credential_signing);
    write(out, std::get<public_key>(key));
  }
}

purpose_key take_purpose_key(wire::cbor_reader& in) {
  purpose_key out;
  take_variant(in, [&](std::uint64_t purpose) {
    if (purpose == credential_signing) {
      out = take_public_key(in);
    } else if (purpose == secure_channel) {
      take_exactly(in, out.emplace<x25519_public_key>());
    } else {
      in.refuse(errc::protocol, "unknown purpose of a key");
    }
  });
  return out;
}

result<attestation> decode(bytes_view content) {
  wire::cbor_reader in{content};
  attestation out;
  auto fields = in.array();
  in.require(fields);
  take_exactly(in, out.subject.hash);
  in.require(fields);
  take_exactly(in, out.subject_latest_change);
  in.require(fields);
  out.key = take_purpose_key(in);
  in.require(fields);
  out.valid.from = in.uint();
  in.require(fields);
  out.valid.until = in.uint();
  in.finish(fields);
  if (!in.ok()) return malformed("attestation", in);
  return out;
}

} // namespace

signed_object attest(const identity& subject, const signing_key& signer, const purpose_key& key,
                     const validity& valid) {
  assert(signer.public_key() == subject.latest().key);
  bytes content;
  wire::cbor_writer out{content};
  out.array(5).byte_string(subject.id().hash).byte_string(subject.latest_hash());
  write(out, key);
  out.uint(valid.from).uint(valid.until);
  auto envelope = encode_envelope(envelope_kind::attestation, content);
  const auto hash = sha256(envelope);
  return {std::move(envelope), signer.sign(hash)};
}

result<attestation> verify(const signed_object& object, const identity& subject, timestamp now) {
  OCKAM_TRY(content, decode_envelope(envelope_kind::attestation, object.envelope));
  auto out = decode(content);
  if (!out) return out;
  if (out->subject != subject.id()) return bad("of somebody else");
  if (out->subject_latest_change != subject.latest_hash()) return bad("not of the latest change");
  const auto holds = check_validity(out->valid, subject.latest().attestations, now);
  if (!holds) return bad(holds.error().message);
  if (!verify(subject.latest().key, sha256(object.envelope), object.signed_by))
    return bad("wrong signature");
  return out;
}

} // namespace ockam::channels
