// What a record of a channel holds. Source: spec wire §6.4.
//   plaintext := [message, padding:bytes]            no padding is written, any is read
//   message   := variant 0 [onward_route, return_route, payload:bytes]
//              | variant 1 [history, [presented credential...]]        newer credentials
//              | [2, []]                                               close
// A payload is written in place: head, payload, tail.
#pragma once
#include "channels/identity/credential.hpp"
#include "wire/routing/route.hpp"

#include <variant>

namespace ockam::channels {

/// A message for a worker behind the channel. `payload` points into the plaintext.
struct routed_payload {
  wire::route onward, return_route;
  bytes_view payload;
};
/// Newer credentials of the peer, not yet verified; the history must be that of the peer.
struct refreshed_credentials {
  bytes history;
  std::vector<presented_credential> credentials;
};
struct close_channel {};

using channel_message = std::variant<routed_payload, refreshed_credentials, close_channel>;

/// Limits as in wire::decode_frame. Bytes behind the array are ignored.
result<channel_message> decode_channel_message(bytes_view plaintext, std::size_t hops_max,
                                               std::size_t address_size_max);

/// Bytes in front of the payload.
std::size_t payload_head_size(const wire::route& onward, const wire::route& return_route,
                              std::size_t payload_size);
/// Writes exactly payload_head_size() bytes.
void write_payload_head(std::uint8_t* out, const wire::route& onward,
                        const wire::route& return_route, std::size_t payload_size);
/// The bytes behind the payload: an empty padding.
inline constexpr std::array<std::uint8_t, 1> payload_tail{0x40};

bytes encode_refreshed_credentials(const identity&, std::span<const presented_credential>);
bytes encode_close();

} // namespace ockam::channels
