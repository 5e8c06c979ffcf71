// What the two ends of a portal say to each other. Sources: spec wire §5.1 (protocol), §11 (our
// extension).
//   Ping       00                        ours: 00 4f 01 caps:u16le
//   Pong       01                        ours: 01 4f 01 caps:u16le [incarnation:u64le]
//   Disconnect 02                        ours, in the place of a Pong: 02 4f 01 why:u8
//   Payload    03 size:uvarint data [01 counter:u16le]     we count where payload went early
//              03 size:uvarint data 02 position:u32le received:u32le
//   Credit     04 bytes:u32le            only to a peer whose Ping or Pong had our tail
//   End        05 [01 counter:u16le]     likewise: no more payload in this direction
//              05 02 position:u32le received:u32le
// and on a stream whose Pong accepted `portal_resume` only:
//   Position   06 received:u32le limit:u32le               acknowledges, and takes Credit's place
//   Resume     07 id:16 attempt:u32le received:u64le limit:u64le    inlet to the outlet's address
//   Resumed    08 attempt:u32le received:u64le limit:u64le
//   Lost       09                        "I am off this way"
//   Gone       0a attempt:u32le incarnation:u64le promise:u8
//   Forget     0b id:16                  inlet to the outlet's address
#pragma once
#include "wire/bytes.hpp"
#include "wire/result.hpp"
#include "wire/routing/stream_id.hpp"

#include <array>
#include <optional>

namespace ockam::wire {

enum class portal_kind : std::uint8_t {
  ping = 0,
  pong = 1,
  disconnect = 2,
  payload = 3,
  credit = 4,
  end = 5,
  position = 6,
  resume = 7,
  resumed = 8,
  lost = 9,
  gone = 10,
  forget = 11
};

/// Bits of the capabilities that our Ping and Pong carry.
inline constexpr std::uint16_t portal_credit = 1, portal_half_close = 2, portal_early_payload = 4,
                               portal_resume = 8;

/// Why there is a Disconnect and no Pong. Only peers whose Ping had our tail are told.
enum class portal_refusal : std::uint8_t {
  no_outlet = 1, ///< no worker has that address; only whoever may use an outlet there is told so
  not_allowed = 2,
};
/// The one that a byte says; what a newer node says counts as nothing said.
std::optional<portal_refusal> refusal_of(std::uint8_t said) noexcept;

/// Where the sender of a Payload or End stands: low 32 bits of positions, which count the payload
/// bytes of a direction from 0, its End as one more.
struct portal_positions {
  std::uint32_t position = 0; ///< of the first byte of this payload, or of the End
  std::uint32_t received = 0; ///< of the other direction: all below is in the sender's process
  friend bool operator==(const portal_positions&, const portal_positions&) = default;
};

/// What a Position says, in low 32 bits: all below `received` is in the sender's process, and
/// payload below `limit` may be sent to it.
struct portal_place {
  std::uint32_t received = 0, limit = 0;
  friend bool operator==(const portal_place&, const portal_place&) = default;
};

struct portal_message {
  portal_kind kind = portal_kind::ping;
  std::optional<std::uint16_t> capabilities;   ///< in a Ping or Pong from one of ours
  bytes_view payload;                          ///< in a Payload; points into the decoded bytes
  std::optional<std::uint16_t> counter;        ///< in a Payload or End, if the sender counts
  std::uint32_t credit = 0;                    ///< bytes, in a Credit
  std::optional<portal_refusal> why{};         ///< in a Disconnect, if the sender said why
  std::optional<portal_positions> positions{}; ///< in a Payload or End, if the sender says them
  portal_place place{};                        ///< in a Position
  stream_id id{};                              ///< in a Resume or Forget
  std::uint32_t attempt = 0;                   ///< in a Resume, Resumed or Gone
  bool promise = false; ///< in a Gone: the id was never heard of, and will be refused
  std::uint64_t received = 0, limit = 0;      ///< in a Resume or Resumed; whole positions
  std::optional<std::uint64_t> incarnation{}; ///< in a Gone, or a Pong with `portal_resume`
};

/// Takes one message apart. Unknown kinds and short messages are errors. Bytes behind a message are
/// ignored, and a tail that is cut is no tail: a Payload without `positions` on a stream that says
/// them is the stream's to refuse, a Pong with `portal_resume` and no `incarnation` as well.
result<portal_message> decode_portal(bytes_view);

bytes encode_ping(std::optional<std::uint16_t> capabilities);
/// The incarnation is written with `portal_resume` only.
bytes encode_pong(std::optional<std::uint16_t> capabilities,
                  std::optional<std::uint64_t> incarnation = {});
bytes encode_disconnect(std::optional<portal_refusal> why = {});
bytes encode_credit(std::uint32_t bytes);
bytes encode_end(std::optional<std::uint16_t> counter = {});
bytes encode_end(portal_positions);
bytes encode_position(std::uint32_t received, std::uint32_t limit);
bytes encode_resume(const stream_id&, std::uint32_t attempt, std::uint64_t received,
                    std::uint64_t limit);
bytes encode_resumed(std::uint32_t attempt, std::uint64_t received, std::uint64_t limit);
bytes encode_lost();
bytes encode_gone(std::uint32_t attempt, std::uint64_t incarnation, bool promise);
bytes encode_forget(const stream_id&);

/// The head of a Payload: kind and uvarint size, at most 6 bytes. The data follows right behind it.
struct payload_head {
  std::array<std::uint8_t, 6> bytes;
  std::size_t size = 0;
};
payload_head encode_payload_head(std::size_t payload_size);

/// What follows the data of a Payload that is counted: 01 and the counter.
using counter_tail = std::array<std::uint8_t, 3>;
counter_tail encode_counter(std::uint16_t counter) noexcept;

/// What follows the data of a Payload whose place is said: 02, position, received.
using position_tail = std::array<std::uint8_t, 9>;
position_tail encode_positions(portal_positions) noexcept;

} // namespace ockam::wire
