#include "wire/routing/stream_id.hpp"

namespace ockam::wire {

std::optional<stream_id> id_of(address_view from) noexcept {
  stream_id out{};
  if (from.type != local_type || from.value.size() != 2 * out.size()) return {};
  for (std::size_t i = 0; i < from.value.size(); ++i) {
    const auto digit = from.value[i];
    const bool decimal = digit >= '0' && digit <= '9';
    if (!decimal && (digit < 'a' || digit > 'f')) return {};
    const auto value = decimal ? digit - '0' : digit - 'a' + 10;
    out[i / 2] = static_cast<std::uint8_t>(out[i / 2] << 4 | value);
  }
  return out;
}

} // namespace ockam::wire
