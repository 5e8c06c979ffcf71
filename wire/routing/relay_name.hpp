// How a relay is called and addressed: `n1` is behind `forward_to_n1`. Source: spec wire §4.1.
#pragma once
#include <string>
#include <string_view>

namespace ockam::wire {

inline constexpr std::string_view relay_prefix = "forward_to_";

/// `forward_to_n1` of `n1`.
inline std::string relay_address(std::string_view name) {
  return std::string(relay_prefix).append(name);
}
/// `n1` of `forward_to_n1`, and of `n1`.
inline std::string_view relay_name(std::string_view address) {
  if (address.starts_with(relay_prefix)) address.remove_prefix(relay_prefix.size());
  return address;
}

} // namespace ockam::wire
