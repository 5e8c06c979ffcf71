#include "wire/messages/frame.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace ockam::wire {

namespace {

/// The elements of a body that we write; encode_frame writes the tracing context, too, if it is
/// given.
constexpr std::size_t body_elements = 3;

/// Takes one address and appends it to the route, re-encoded if its encoding is not the canonical
/// one.
void take_address(cbor_reader& in, std::size_t size_max, route& out) {
  const auto encoded = in.rest();
  auto fields = in.array();
  in.require(fields);
  const auto type = static_cast<std::uint8_t>(in.uint(0xff));
  in.require(fields);
  const auto value = in.byte_string();
  in.finish(fields);
  if (!in.ok()) return;
  if (value.size() > size_max) {
    return in.refuse(errc::limit, "an address of " + std::to_string(value.size()) + " bytes; "
                                      + std::to_string(size_max) + " are allowed");
  }
  // Every deviation from the canonical form makes it longer.
  const address_view a{type, text_of(value)};
  const auto size = encoded_size(a);
  if (encoded.size() - in.rest().size() == size) return out.append_items(encoded.first(size), 1);
  out.push_back(a);
}

std::size_t body_head_size(const route& onward, const route& return_route,
                           std::size_t payload_size) {
  return cbor_head_size(body_elements) + cbor_head_size(onward.size()) + onward.items().size()
         + cbor_head_size(return_route.size()) + return_route.items().size()
         + cbor_head_size(payload_size);
}

std::uint8_t* write_route(std::uint8_t* out, const route& r) {
  out = write_cbor_head(out, cbor_major::array, r.size());
  return std::copy(r.items().begin(), r.items().end(), out);
}

/// Writes the length of a frame and all in front of the payload; returns where the payload belongs.
std::uint8_t* write_head(std::uint8_t* out, std::size_t body_size, std::size_t elements,
                         const route& onward, const route& return_route, std::size_t payload_size) {
  assert(body_size <= frame_body_size_max);
  for (auto shift = 24; shift >= 0; shift -= 8)
    *out++ = static_cast<std::uint8_t>(body_size >> shift);
  out = write_cbor_head(out, cbor_major::array, elements);
  out = write_route(out, onward);
  out = write_route(out, return_route);
  return write_cbor_head(out, cbor_major::byte_string, payload_size);
}

} // namespace

void take_route(cbor_reader& in, std::size_t hops_max, std::size_t address_size_max, route& out) {
  auto hops = in.array();
  for (std::size_t taken = 0; in.next(hops); ++taken) {
    if (taken == hops_max) {
      return in.refuse(errc::limit,
                       "a route of more than " + std::to_string(hops_max) + " addresses");
    }
    take_address(in, address_size_max, out);
  }
}

result<frame> decode_frame(bytes_view body, std::size_t hops_max, std::size_t address_size_max) {
  cbor_reader in{body};
  frame out;
  auto fields = in.array();
  in.require(fields);
  take_route(in, hops_max, address_size_max, out.onward);
  in.require(fields);
  take_route(in, hops_max, address_size_max, out.return_route);
  in.require(fields);
  out.payload = in.byte_string();
  if (in.optional(fields)) out.tracing = in.text();
  in.finish(fields);
  if (!in.ok()) return fail(in.failure().code, "frame: " + in.failure().message);
  return out;
}

std::size_t frame_head_size(const route& onward, const route& return_route,
                            std::size_t payload_size) {
  return frame_length_size + body_head_size(onward, return_route, payload_size);
}

void write_frame_head(std::uint8_t* out, const route& onward, const route& return_route,
                      std::size_t payload_size) {
  const auto body_size = body_head_size(onward, return_route, payload_size) + payload_size;
  write_head(out, body_size, body_elements, onward, return_route, payload_size);
}

bytes encode_frame(const route& onward, const route& return_route, bytes_view payload,
                   std::optional<std::string_view> tracing) {
  bytes tail;
  if (tracing) cbor_writer{tail}.text(*tracing);
  const auto body_size =
      body_head_size(onward, return_route, payload.size()) + payload.size() + tail.size();
  bytes out(frame_length_size + body_size);
  auto* end = write_head(out.data(), body_size, body_elements + (tracing ? 1 : 0), onward,
                         return_route, payload.size());
  end = std::copy(payload.begin(), payload.end(), end);
  std::copy(tail.begin(), tail.end(), end);
  return out;
}

} // namespace ockam::wire
