#include "wire/messages/portal.hpp"

#include "wire/messages/tail.hpp"

#include <cassert>

namespace ockam::wire {

namespace {

constexpr std::size_t counter_size = 3; ///< 01, counter

std::optional<std::uint16_t> take_capabilities(bare_reader& in) {
  if (!take_tail_head(in, 2)) return {};
  return in.u16();
}

std::optional<portal_refusal> take_refusal(bare_reader& in) {
  if (!take_tail_head(in, 1)) return {};
  return refusal_of(in.u8());
}

/// Fewer bytes than a counter has, or another first byte, are not a counter but nothing at all.
std::optional<std::uint16_t> take_counter(bare_reader& in) {
  if (in.rest().size() < counter_size || in.u8() != 1) return {};
  return in.u16();
}

bytes encode_kind(portal_kind kind) { return {static_cast<std::uint8_t>(kind)}; }

bytes encode_greeting(portal_kind kind, std::optional<std::uint16_t> capabilities) {
  auto out = encode_kind(kind);
  if (capabilities) begin_tail(out).u16(*capabilities);
  return out;
}

} // namespace

std::optional<portal_refusal> refusal_of(std::uint8_t said) noexcept {
  const auto why = static_cast<portal_refusal>(said);
  const bool known = why == portal_refusal::no_outlet || why == portal_refusal::not_allowed;
  return known ? std::optional(why) : std::nullopt;
}

result<portal_message> decode_portal(bytes_view message) {
  bare_reader in{message};
  portal_message out;
  const auto kind = in.uvarint();
  out.kind = static_cast<portal_kind>(kind);
  if (in.ok() && kind > static_cast<std::uint8_t>(portal_kind::end))
    return fail(errc::protocol, "portal message: unknown kind " + std::to_string(kind));
  switch (out.kind) {
  case portal_kind::ping:
  case portal_kind::pong: out.capabilities = take_capabilities(in); break;
  case portal_kind::payload:
    out.payload = in.data();
    out.counter = take_counter(in);
    break;
  case portal_kind::credit: out.credit = in.u32(); break;
  case portal_kind::end: out.counter = take_counter(in); break;
  case portal_kind::disconnect: out.why = take_refusal(in); break;
  }
  if (!in.ok()) return fail(errc::protocol, "portal message: " + in.failure().message);
  return out;
}

bytes encode_ping(std::optional<std::uint16_t> capabilities) {
  return encode_greeting(portal_kind::ping, capabilities);
}

bytes encode_pong(std::optional<std::uint16_t> capabilities) {
  return encode_greeting(portal_kind::pong, capabilities);
}

bytes encode_disconnect(std::optional<portal_refusal> why) {
  auto out = encode_kind(portal_kind::disconnect);
  if (why) begin_tail(out).u8(static_cast<std::uint8_t>(*why));
  return out;
}

bytes encode_credit(std::uint32_t amount) {
  auto out = encode_kind(portal_kind::credit);
  bare_writer{out}.u32(amount);
  return out;
}

counter_tail encode_counter(std::uint16_t counter) noexcept {
  return {1, static_cast<std::uint8_t>(counter), static_cast<std::uint8_t>(counter >> 8)};
}

bytes encode_end(std::optional<std::uint16_t> counter) {
  auto out = encode_kind(portal_kind::end);
  if (!counter) return out;
  for (const auto byte : encode_counter(*counter)) out.push_back(byte);
  return out;
}

payload_head encode_payload_head(std::size_t payload_size) {
  assert(payload_size < std::size_t{1} << 35); // five bytes of uvarint
  payload_head out;
  out.bytes[0] = static_cast<std::uint8_t>(portal_kind::payload);
  out.size = static_cast<std::size_t>(write_uvarint(out.bytes.data() + 1, payload_size)
                                      - out.bytes.data());
  return out;
}

} // namespace ockam::wire
