// A message between two nodes over TCP. Source: spec wire §1.5, §2.1.
//   stream := version(01) frame*                       each side sends the version once, at once
//   frame  := length:u32be body                        length = bytes of the body, at most 16 MiB
//   body   := [onward_route, return_route, payload:bytes, ?tracing:text]      a CBOR array
// An empty onward route is a heartbeat: dropped without a word.
#pragma once
#include "wire/encoding/cbor.hpp"
#include "wire/routing/route.hpp"

#include <optional>

namespace ockam::wire {

inline constexpr std::uint8_t protocol_version = 1;
inline constexpr std::size_t frame_length_size = 4;
/// Bytes that the protocol allows; config::frame_size_max is what we allow.
inline constexpr std::size_t frame_body_size_max = 16u << 20;

/// A frame body taken apart. `payload` points into the bytes that were decoded.
struct frame {
  route onward, return_route;
  bytes_view payload;
  std::optional<std::string_view> tracing; ///< carried by some peers; we ignore it
};

/// Takes a route, an array of addresses, and appends it to `out` in canonical form. Refuses more
/// than `hops_max` addresses and addresses longer than `address_size_max` bytes (errc::limit).
void take_route(cbor_reader&, std::size_t hops_max, std::size_t address_size_max, route& out);

/// Takes a frame body apart. Refuses more than `hops_max` addresses in a route and addresses longer
/// than `address_size_max` bytes (errc::limit). Never allocates for more bytes than `body` has.
/// Ignores what it does not know: elements behind the tracing context and bytes behind the array,
/// as the reference does.
result<frame> decode_frame(bytes_view body, std::size_t hops_max, std::size_t address_size_max);

/// Bytes in front of the payload: length, array head, routes, payload head.
std::size_t frame_head_size(const route& onward, const route& return_route,
                            std::size_t payload_size);
/// Writes exactly frame_head_size() bytes at `out`; the payload belongs right behind them, nothing
/// after it.
void write_frame_head(std::uint8_t* out, const route& onward, const route& return_route,
                      std::size_t payload_size);
/// What a frame without an onward route carries, by which ours say on a link of one machine that
/// messages from other machines come, the first one right behind it. To the reference it is one more
/// heartbeat.
inline constexpr std::string_view afar_mark = "ockam: afar";
/// A whole frame in one piece, for tests and handshakes.
bytes encode_frame(const route& onward, const route& return_route, bytes_view payload,
                   std::optional<std::string_view> tracing = {});

} // namespace ockam::wire
