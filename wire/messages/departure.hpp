// What neighbours say to each other in a frame without an onward route when one of them goes. To the
// reference it is one more heartbeat. Nobody proves who said it, so it is a hint and no more. Our
// extension.
//   leaves     4f 01 01 seconds:u16le                  this node goes within that time
//   unneeded   4f 01 02                                nothing of ours needs this link any more
// What follows either is for later versions.
#pragma once
#include "wire/bytes.hpp"

#include <cstdint>
#include <optional>

namespace ockam::wire {

struct departure_notice {
  enum class kind : std::uint8_t { leaves = 1, unneeded = 2 };
  kind what = kind::leaves;
  std::uint16_t seconds = 0; ///< for leaves
  friend bool operator==(const departure_notice&, const departure_notice&) = default;
};

bytes encode_departure(departure_notice);
/// None for whatever else a heartbeat carries.
std::optional<departure_notice> decode_departure(bytes_view payload);

} // namespace ockam::wire
