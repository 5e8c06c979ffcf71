// A member of a project and the code that lets somebody become one, as an authority tells of them.
// Source: spec wire §7.6; lists as ockam-rs 0.150 writes them.
//   one-time code := {1: bytes(32)}
//   member        := {1: {octets: octets}, 2: added_at, 3: ?expires_at, 4: ?bytes(32)}
//   octets        := [uint...]                          of a text, one element a byte
//   members       := {bytes(32): member}
//   ids           := [bytes(32)...]
//   versions      := {bytes(32): uint}                  ours alone: of the attributes of members
//   tickets       := [{1: bytes(32), 2: {text: text}, 3: bytes(32), 4: uint, 5: uint}...]
#pragma once
#include "wire/bytes.hpp"
#include "wire/messages/identifier.hpp"
#include "wire/result.hpp"

#include <array>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace ockam::wire {

class cbor_reader;
class cbor_writer;

using attribute_map = std::map<std::string, std::string>;
/// A secret; points into whatever keeps it.
using one_time_code = std::span<const std::uint8_t, 32>;

struct member {
  attribute_map attributes; ///< values are any bytes
  std::uint64_t added_at = 0;
  std::optional<std::uint64_t> expires_at;
  std::optional<identifier> attested_by; ///< the enroller who let them in
  friend bool operator==(const member&, const member&) = default;
};
using member_list = std::vector<std::pair<identifier, member>>;
using member_versions = std::map<identifier, std::uint64_t>; ///< whoever is not in it is no member

/// What a ticket is called when it is listed: no secret. The SHA-256 of its code.
using ticket_id = std::array<std::uint8_t, 32>;
struct listed_ticket {
  ticket_id id{};
  attribute_map attributes; ///< that those who use it get; UTF-8
  identifier issued_by;
  std::uint64_t expires_at = 0, uses_left = 0;
  friend bool operator==(const listed_ticket&, const listed_ticket&) = default;
};

/// Encodes a secret: the caller wipes the result.
bytes encode(one_time_code);
bytes encode(const member&);
bytes encode(const member_list&);
bytes encode(const std::vector<identifier>&);
bytes encode(const member_versions&);
bytes encode(const std::vector<listed_ticket>&);

/// The result points into the body.
result<one_time_code> decode_one_time_code(bytes_view body);
result<member> decode_member(bytes_view body);
result<member_list> decode_members(bytes_view body);
result<std::vector<identifier>> decode_member_ids(bytes_view body);
result<member_versions> decode_member_versions(bytes_view body);
result<std::vector<listed_ticket>> decode_tickets(bytes_view body);

// -- parts, for those that decode what holds them ---------------------------------

/// Takes a byte string of 32.
one_time_code take_32(cbor_reader&);
identifier take_identifier(cbor_reader&);
/// Takes {text: text}; of several pairs with one name the last one stays.
attribute_map take_texts(cbor_reader&);
void write_texts(cbor_writer&, const attribute_map&);
std::optional<std::uint64_t> take_optional_uint(cbor_reader&);
/// Fails if fields that must be there are not.
void require_fields(cbor_reader&, bool complete);

} // namespace ockam::wire
