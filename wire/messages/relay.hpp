// What the owner of a relay and its host say to each other. Source: spec wire §4.1; the tail of a
// request and the notice are ours.
//   request      name:text                  ours: name:text 4f 01 flags:u8 owner:16 bytes
//   confirmation forward_to_NAME:text
//   notice       00 4f kind:u8 reason:text  only to those whose request had our tail
// A real host ignores the tail, and a real owner never gets a notice. A notice is no confirmation,
// because that never begins with `00`, an empty text.
#pragma once
#include "wire/bytes.hpp"
#include "wire/result.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ockam::wire {

/// Bytes that only the holder of an owner's key can make; all zeros if there is no owner. They mark
/// registrations in clear, where nothing else says that two of them are of one home. Whoever reads
/// the link can repeat them.
using relay_owner_mark = std::array<std::uint8_t, 16>;

/// What a node of ours adds to its request.
struct relay_request_tail {
  bool again = false;   ///< the owner had the name before, so another owner that is alive keeps it
  bool release = false; ///< the owner gives the name up
  relay_owner_mark owner{};
  friend bool operator==(const relay_request_tail&, const relay_request_tail&) = default;
};

struct relay_request {
  std::string_view name; ///< points into the decoded bytes
  std::optional<relay_request_tail> tail;
};

/// Fails (errc::protocol) if the bytes do not begin with a text. What follows it is ignored, unless
/// it is our tail.
result<relay_request> decode_relay_request(bytes_view);
bytes encode_relay_request(const relay_request&);

enum class relay_notice_kind : std::uint8_t {
  refused = 1,  ///< the request is refused, because the name is somebody else's
  asking = 2,   ///< whoever has the name is asked whether it is there; the answer follows
  replaced = 3, ///< another registration has the name now
  ended = 4,    ///< the relay has ended
  wanted = 5,   ///< somebody else asked for the name, and did not get it
  denied = 6,   ///< the request is refused by a rule
};

struct relay_notice {
  relay_notice_kind kind = relay_notice_kind::refused;
  std::string_view reason; ///< points into the decoded bytes
};

/// Reads a notice; returns none if the bytes are no notice.
std::optional<relay_notice> decode_relay_notice(bytes_view);
bytes encode_relay_notice(const relay_notice&);

} // namespace ockam::wire
