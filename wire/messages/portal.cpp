#include "wire/messages/portal.hpp"

#include "wire/messages/tail.hpp"

#include <cassert>

namespace ockam::wire {

namespace {

constexpr std::uint8_t counter_mark = 1, positions_mark = 2; ///< first byte of either tail
constexpr std::size_t counter_size = 2, positions_size = 8;  ///< bytes behind the mark
constexpr std::size_t incarnation_size = 8;                  ///< bytes

bool resumes(const std::optional<std::uint16_t>& capabilities) noexcept {
  return capabilities && (*capabilities & portal_resume) != 0;
}

std::optional<std::uint16_t> take_capabilities(bare_reader& in) {
  if (!take_tail_head(in, 2)) return {};
  return in.u16();
}

void take_pong(bare_reader& in, portal_message& out) {
  out.capabilities = take_capabilities(in);
  if (resumes(out.capabilities) && in.rest().size() >= incarnation_size) out.incarnation = in.u64();
}

std::optional<portal_refusal> take_refusal(bare_reader& in) {
  if (!take_tail_head(in, 1)) return {};
  return refusal_of(in.u8());
}

/// Reads a counter or positions. Fewer bytes than they have, or another first byte, are nothing at
/// all.
void take_order(bare_reader& in, portal_message& out) {
  const auto left = in.rest();
  if (left.size() > counter_size && left[0] == counter_mark) {
    in.u8();
    out.counter = in.u16();
  } else if (left.size() > positions_size && left[0] == positions_mark) {
    in.u8();
    out.positions.emplace();
    out.positions->position = in.u32();
    out.positions->received = in.u32();
  }
}

stream_id take_id(bare_reader& in) {
  stream_id out{};
  for (auto& byte : out) byte = in.u8();
  return out;
}

void take_place(bare_reader& in, portal_message& out) {
  out.attempt = in.u32();
  out.received = in.u64();
  out.limit = in.u64();
}

void take_gone(bare_reader& in, portal_message& out) {
  out.attempt = in.u32();
  out.incarnation = in.u64();
  out.promise = in.u8() == 1;
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
  if (in.ok() && kind > static_cast<std::uint8_t>(portal_kind::forget))
    return fail(errc::protocol, "portal message: unknown kind " + std::to_string(kind));
  switch (out.kind) {
  case portal_kind::ping: out.capabilities = take_capabilities(in); break;
  case portal_kind::pong: take_pong(in, out); break;
  case portal_kind::payload:
    out.payload = in.data();
    take_order(in, out);
    break;
  case portal_kind::credit: out.credit = in.u32(); break;
  case portal_kind::end: take_order(in, out); break;
  case portal_kind::disconnect: out.why = take_refusal(in); break;
  case portal_kind::position:
    out.place.received = in.u32();
    out.place.limit = in.u32();
    break;
  case portal_kind::resume: out.id = take_id(in); [[fallthrough]];
  case portal_kind::resumed: take_place(in, out); break;
  case portal_kind::lost: break;
  case portal_kind::gone: take_gone(in, out); break;
  case portal_kind::forget: out.id = take_id(in); break;
  }
  if (!in.ok()) return fail(errc::protocol, "portal message: " + in.failure().message);
  return out;
}

bytes encode_ping(std::optional<std::uint16_t> capabilities) {
  return encode_greeting(portal_kind::ping, capabilities);
}

bytes encode_pong(std::optional<std::uint16_t> capabilities,
                  std::optional<std::uint64_t> incarnation) {
  auto out = encode_greeting(portal_kind::pong, capabilities);
  if (resumes(capabilities) && incarnation) bare_writer{out}.u64(*incarnation);
  return out;
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
  return {counter_mark, static_cast<std::uint8_t>(counter),
          static_cast<std::uint8_t>(counter >> 8)};
}

bytes encode_end(std::optional<std::uint16_t> counter) {
  auto out = encode_kind(portal_kind::end);
  if (!counter) return out;
  for (const auto byte : encode_counter(*counter)) out.push_back(byte);
  return out;
}

position_tail encode_positions(portal_positions at) noexcept {
  position_tail out{positions_mark};
  for (std::size_t i = 0; i < 4; ++i) {
    out[1 + i] = static_cast<std::uint8_t>(at.position >> 8 * i);
    out[5 + i] = static_cast<std::uint8_t>(at.received >> 8 * i);
  }
  return out;
}

bytes encode_end(portal_positions at) {
  auto out = encode_kind(portal_kind::end);
  for (const auto byte : encode_positions(at)) out.push_back(byte);
  return out;
}

bytes encode_position(std::uint32_t received, std::uint32_t limit) {
  auto out = encode_kind(portal_kind::position);
  bare_writer{out}.u32(received).u32(limit);
  return out;
}

bytes encode_resume(const stream_id& id, std::uint32_t attempt, std::uint64_t received,
                    std::uint64_t limit) {
  auto out = encode_kind(portal_kind::resume);
  out.insert(out.end(), id.begin(), id.end());
  bare_writer{out}.u32(attempt).u64(received).u64(limit);
  return out;
}

bytes encode_resumed(std::uint32_t attempt, std::uint64_t received, std::uint64_t limit) {
  auto out = encode_kind(portal_kind::resumed);
  bare_writer{out}.u32(attempt).u64(received).u64(limit);
  return out;
}

bytes encode_lost() { return encode_kind(portal_kind::lost); }

bytes encode_gone(std::uint32_t attempt, std::uint64_t incarnation, bool promise) {
  auto out = encode_kind(portal_kind::gone);
  bare_writer{out}.u32(attempt).u64(incarnation).u8(promise ? 1 : 0);
  return out;
}

bytes encode_forget(const stream_id& id) {
  auto out = encode_kind(portal_kind::forget);
  out.insert(out.end(), id.begin(), id.end());
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
