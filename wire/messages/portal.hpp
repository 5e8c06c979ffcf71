// What the two ends of a portal say to each other. Sources: spec wire §5.1 (protocol), §11 (our
// extension).
//   Ping       00                        ours: 00 4f 01 caps:u16le
//   Pong       01                        ours: 01 4f 01 caps:u16le
//   Disconnect 02                        ours, in the place of a Pong: 02 4f 01 why:u8
//   Payload    03 size:uvarint data [01 counter:u16le]     we count where payload went early
//   Credit     04 bytes:u32le            only to a peer whose Ping or Pong had our tail
//   End        05 [01 counter:u16le]     likewise: no more payload in this direction
#pragma once
#include "wire/bytes.hpp"
#include "wire/result.hpp"

#include <array>
#include <optional>

namespace ockam::wire {

enum class portal_kind : std::uint8_t {
  ping = 0,
  pong = 1,
  disconnect = 2,
  payload = 3,
  credit = 4,
  end = 5
};

/// Bits of the capabilities that our Ping and Pong carry.
inline constexpr std::uint16_t portal_credit = 1, portal_half_close = 2, portal_early_payload = 4;

/// Why there is a Disconnect and no Pong. Only peers whose Ping had our tail are told.
enum class portal_refusal : std::uint8_t {
  no_outlet = 1, ///< no worker has that address; only whoever may use an outlet there is told so
  not_allowed = 2,
};
/// The one that a byte says; what a newer node says counts as nothing said.
std::optional<portal_refusal> refusal_of(std::uint8_t said) noexcept;

struct portal_message {
  portal_kind kind = portal_kind::ping;
  std::optional<std::uint16_t> capabilities; ///< in a Ping or Pong from one of ours
  bytes_view payload;                        ///< in a Payload; points into the decoded bytes
  std::optional<std::uint16_t> counter;      ///< in a Payload or End, if the sender counts
  std::uint32_t credit = 0;                  ///< bytes, in a Credit
  std::optional<portal_refusal> why{};       ///< in a Disconnect, if the sender said why
};

/// Takes one message apart. Unknown kinds and short messages are errors; bytes behind a Disconnect
/// that are not ours are ignored.
result<portal_message> decode_portal(bytes_view);

bytes encode_ping(std::optional<std::uint16_t> capabilities);
bytes encode_pong(std::optional<std::uint16_t> capabilities);
bytes encode_disconnect(std::optional<portal_refusal> why = {});
bytes encode_credit(std::uint32_t bytes);
bytes encode_end(std::optional<std::uint16_t> counter = {});

/// The head of a Payload: kind and uvarint size, at most 6 bytes. The data follows right behind it.
struct payload_head {
  std::array<std::uint8_t, 6> bytes;
  std::size_t size = 0;
};
payload_head encode_payload_head(std::size_t payload_size);

/// What follows the data of a Payload that is counted: 01 and the counter.
using counter_tail = std::array<std::uint8_t, 3>;
counter_tail encode_counter(std::uint16_t counter) noexcept;

} // namespace ockam::wire
