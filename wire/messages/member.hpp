// A member of a project and the code that lets somebody become one, as an authority tells of them.
// Source: spec wire §7.6; lists as ockam-rs 0.150 writes them.
//   one-time code := {1: bytes(32)}
//   member        := {1: {octets: octets}, 2: added_at, 3: ?expires_at, 4: ?bytes(32)}
//   octets        := [uint...]                          of a text, one element a byte
//   members       := {bytes(32): member}
//   ids           := [bytes(32)...]
#pragma once
#include "wire/bytes.hpp"
#include "wire/messages/identifier.hpp"
#include "wire/result.hpp"

#include <map>
#include <optional>
#include <span>
#include <vector>

namespace ockam::wire {

class cbor_reader;

using attribute_map = std::map<std::string, std::string>;
using one_time_code = std::span<const std::uint8_t, 32>; ///< a secret: refers to who keeps it

struct member {
  attribute_map attributes; ///< any bytes
  std::uint64_t added_at = 0;
  std::optional<std::uint64_t> expires_at;
  std::optional<identifier> attested_by; ///< who let them in
  friend bool operator==(const member&, const member&) = default;
};
using member_list = std::vector<std::pair<identifier, member>>;

/// For the caller to wipe.
bytes encode(one_time_code);
bytes encode(const member&);
bytes encode(const member_list&);
bytes encode(const std::vector<identifier>&);

/// Refers to the body.
result<one_time_code> decode_one_time_code(bytes_view body);
result<member> decode_member(bytes_view body);
result<member_list> decode_members(bytes_view body);
result<std::vector<identifier>> decode_member_ids(bytes_view body);

// -- parts, for those that decode what holds them ---------------------------------

/// Takes a byte string of 32.
one_time_code take_32(cbor_reader&);
identifier take_identifier(cbor_reader&);
std::optional<std::uint64_t> take_optional_uint(cbor_reader&);
/// Fails if fields that must be there are not.
void require_fields(cbor_reader&, bool complete);

} // namespace ockam::wire
