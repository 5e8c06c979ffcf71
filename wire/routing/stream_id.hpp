// What a portal stream is called when its way changes: the 16 bytes that the address of the inlet's
// end spells when the stream opens. Source: spec wire §11.
//   address  f00dcafe000102030405060708090a0b     id  f0 0d ca fe 00 01 ... 0b
#pragma once
#include "wire/routing/address.hpp"

#include <array>
#include <optional>

namespace ockam::wire {

using stream_id = std::array<std::uint8_t, 16>;

/// The id that an address spells; none if it is not local or not 32 hexadecimal digits in lower
/// case, as addresses of others may be.
std::optional<stream_id> id_of(address_view) noexcept;

/// The 32 digits of an id.
inline std::string name_of(const stream_id& id) { return to_hex(id); }

} // namespace ockam::wire
