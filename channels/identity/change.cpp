#include "channels/identity/change.hpp"

namespace ockam::channels {

bytes encode(const change_data& data) {
  bytes out;
  wire::cbor_writer writer{out};
  writer.array(5);
  data.previous ? writer.byte_string(*data.previous) : writer.null();
  write(writer, data.key);
  writer.boolean(data.revoke_all_purpose_keys)
      .uint(data.attestations.from)
      .uint(data.attestations.until);
  return out;
}

result<change_data> decode_change_data(bytes_view content) {
  wire::cbor_reader in{content};
  change_data out;
  auto fields = in.array();
  if (in.optional(fields)) take_exactly(in, out.previous.emplace());
  in.require(fields);
  out.key = take_public_key(in);
  in.require(fields);
  out.revoke_all_purpose_keys = in.boolean();
  in.require(fields);
  out.attestations.from = in.uint();
  in.require(fields);
  out.attestations.until = in.uint();
  in.finish(fields);
  if (!in.ok()) return malformed("identity change", in);
  return out;
}

void write(wire::cbor_writer& out, const change& c) {
  out.array(c.signed_by_previous_key ? 3 : 2).byte_string(c.envelope);
  write(out, c.signed_by_key);
  if (c.signed_by_previous_key) write(out, *c.signed_by_previous_key);
}

change take_change(wire::cbor_reader& in) {
  change out;
  auto fields = in.array();
  in.require(fields);
  const auto envelope = in.byte_string();
  out.envelope.assign(envelope.begin(), envelope.end());
  in.require(fields);
  out.signed_by_key = take_signature(in);
  if (in.optional(fields)) out.signed_by_previous_key = take_signature(in);
  in.finish(fields);
  return out;
}

} // namespace ockam::channels
