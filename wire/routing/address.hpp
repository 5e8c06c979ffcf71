// An address names a worker: a transport type and arbitrary bytes, nearly always UTF-8.
//   CBOR  82 type(uint) bytes       BARE  u8 type, uvarint length, bytes       text  type#value
// Source: spec wire §1.3.
#pragma once
#include "wire/bytes.hpp"
#include "wire/result.hpp"

#include <compare>
#include <string>
#include <string_view>

namespace ockam::wire {

/// Transport types with a meaning; any other value up to 255 is carried, not understood.
inline constexpr std::uint8_t local_type = 0, tcp_type = 1, udp_type = 2;

/// An address whose bytes somebody else keeps.
struct address_view {
  std::uint8_t type = local_type;
  std::string_view value;
  friend auto operator<=>(const address_view&, const address_view&) = default;
};

struct address {
  std::uint8_t type = local_type;
  std::string value;

  address() = default;
  address(std::uint8_t t, std::string_view v) : type(t), value(v) {}
  explicit address(address_view other) : type(other.type), value(other.value) {}
  operator address_view() const noexcept { return {type, value}; }

  /// `[<decimal type>#]<text>`; without `#` the type is 0.
  static result<address> parse(std::string_view text);
  friend auto operator<=>(const address&, const address&) = default;
};

/// Writes `type#value`, also for type 0; `Invalid UTF-8` stands for a value that is not text.
std::string to_string(address_view);

/// A local worker's address.
inline address_view local(std::string_view value) { return {local_type, value}; }

} // namespace ockam::wire
