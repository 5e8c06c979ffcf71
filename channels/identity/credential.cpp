#include "channels/identity/credential.hpp"

#include "config/defaults.hpp"
#include "wire/text.hpp"

namespace ockam::channels {

namespace {

error bad_credential(const std::string& why) { return fail(errc::denied, "credential: " + why); }

bytes encode_content(const credential& c) {
  bytes content;
  wire::cbor_writer out{content};
  out.array(5).byte_string(c.subject.hash);
  c.subject_latest_change ? out.byte_string(*c.subject_latest_change) : out.null();
  out.array(2).uint(c.schema).map(c.attributes.size());
  for (const auto& [name, value] : c.attributes)
    out.byte_string(wire::view_of(name)).byte_string(wire::view_of(value));
  out.uint(c.valid.from).uint(c.valid.until);
  return content;
}

void take_attributes(wire::cbor_reader& in, credential& out) {
  auto fields = in.array();
  in.require(fields);
  out.schema = in.uint();
  in.require(fields);
  auto pairs = in.map();
  while (in.next(pairs)) {
    const auto name = in.byte_string();
    const auto value = in.byte_string();
    if (in.ok())
      out.attributes.insert_or_assign(std::string(wire::text_of(name)), wire::text_of(value));
  }
  in.finish(fields);
}

result<credential> decode_credential_data(bytes_view content) {
  wire::cbor_reader in{content};
  credential out;
  auto fields = in.array();
  in.require(fields);
  take_exactly(in, out.subject.hash);
  if (in.optional(fields)) take_exactly(in, out.subject_latest_change.emplace());
  in.require(fields);
  take_attributes(in, out);
  in.require(fields);
  out.valid.from = in.uint();
  in.require(fields);
  out.valid.until = in.uint();
  in.finish(fields);
  if (!in.ok()) return malformed("credential", in);
  return out;
}

} // namespace

presented_credential issue(const credential& c, const signing_key& signer,
                           signed_object issuer_key) {
  auto envelope = encode_envelope(envelope_kind::credential, encode_content(c));
  const auto hash = sha256(envelope);
  return {{std::move(envelope), signer.sign(hash)}, std::move(issuer_key)};
}

std::optional<std::uint64_t> take_version(std::map<std::string, std::string>& attributes) {
  const auto at = attributes.find(std::string(version_attribute));
  if (at == attributes.end()) return {};
  const auto out = wire::whole_number<std::uint64_t>(at->second);
  attributes.erase(at);
  return out;
}

result<identifier> subject_of(const presented_credential& presented) {
  OCKAM_TRY(content, decode_envelope(envelope_kind::credential, presented.credential.envelope));
  OCKAM_TRY(said, decode_credential_data(content));
  return said.subject;
}

error why_not_fresh(const presented_credential& presented, error why, timestamp now) {
  const auto content = decode_envelope(envelope_kind::credential, presented.credential.envelope);
  const auto said = content ? decode_credential_data(*content) : content.error();
  if (!said || !clocks_differ(now, said->valid.from)) return why;
  const auto is_told = why.message.find("the clock here and there") != why.message.npos;
  why.message = clock_gap(now, said->valid.from) + ", so what is signed there does not hold here"
                + (is_told ? "" : ": " + why.message);
  why.hint = "set the clock that is wrong: timedatectl status";
  return why;
}

result<credential> verify(const presented_credential& presented, const identity& issuer,
                          const identifier& presenter, timestamp now) {
  const auto issuer_key = verify(presented.issuer_key, issuer, now);
  if (!issuer_key) return bad_credential("its issuer's key: " + issuer_key.error().message);
  const auto* key = std::get_if<public_key>(&issuer_key->key);
  if (!key) return bad_credential("signed by a key for another purpose");
  const auto& [envelope, signed_by] = presented.credential;
  if (!verify(*key, sha256(envelope), signed_by)) return bad_credential("wrong signature");
  OCKAM_TRY(content, decode_envelope(envelope_kind::credential, envelope));
  auto out = decode_credential_data(content);
  if (!out) return out;
  if (out->subject != presenter) return bad_credential("of somebody else");
  const auto holds = check_validity(out->valid, issuer_key->valid, now);
  if (!holds) return bad_credential(holds.error().message);
  return out;
}

void write(wire::cbor_writer& out, const presented_credential& presented) {
  out.array(2);
  write(out, presented.credential);
  write(out, presented.issuer_key);
}

presented_credential take_presented_credential(wire::cbor_reader& in) {
  presented_credential out;
  auto fields = in.array();
  in.require(fields);
  out.credential = take_signed_object(in);
  in.require(fields);
  out.issuer_key = take_signed_object(in);
  in.finish(fields);
  return out;
}

void write(wire::cbor_writer& out, std::span<const presented_credential> all) {
  out.array(all.size());
  for (const auto& one : all) write(out, one);
}

std::vector<presented_credential> take_presented_credentials(wire::cbor_reader& in) {
  std::vector<presented_credential> out;
  auto elements = in.array();
  while (in.next(elements)) {
    if (out.size() == config::credentials_max) {
      in.refuse(errc::limit, "too many credentials");
      break;
    }
    out.push_back(take_presented_credential(in));
  }
  return out;
}

} // namespace ockam::channels
