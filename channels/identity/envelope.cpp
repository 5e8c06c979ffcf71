#include "channels/identity/envelope.hpp"

namespace ockam::channels {

namespace {

constexpr std::uint64_t version = 1;

} // namespace

bytes encode_envelope(envelope_kind kind, bytes_view content) {
  bytes out;
  wire::cbor_writer{out}
      .array(3)
      .uint(version)
      .uint(static_cast<std::uint64_t>(kind))
      .byte_string(content);
  return out;
}

result<bytes_view> decode_envelope(envelope_kind kind, bytes_view envelope) {
  wire::cbor_reader in{envelope};
  auto fields = in.array();
  in.require(fields);
  if (in.uint() != version) in.refuse(errc::protocol, "unknown version");
  in.require(fields);
  if (in.uint() != static_cast<std::uint64_t>(kind)) in.refuse(errc::protocol, "another kind");
  in.require(fields);
  const auto content = in.byte_string();
  in.finish(fields);
  if (!in.ok()) return malformed("signed envelope", in);
  return content;
}

void write(wire::cbor_writer& out, const signed_object& object) {
  out.array(2).byte_string(object.envelope);
  write(out, object.signed_by);
}

signed_object take_signed_object(wire::cbor_reader& in) {
  signed_object out;
  auto fields = in.array();
  in.require(fields);
  const auto envelope = in.byte_string();
  out.envelope.assign(envelope.begin(), envelope.end());
  in.require(fields);
  out.signed_by = take_signature(in);
  in.finish(fields);
  return out;
}

error malformed(const char* what, const wire::cbor_reader& in) {
  return fail(in.failure().code, std::string(what) + ": " + in.failure().message);
}

} // namespace ockam::channels
