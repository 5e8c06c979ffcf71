#include "wire/messages/departure.hpp"

#include "wire/messages/tail.hpp"

namespace ockam::wire {

bytes encode_departure(departure_notice said) {
  bytes out;
  auto to = begin_tail(out);
  to.u8(static_cast<std::uint8_t>(said.what));
  if (said.what == departure_notice::kind::leaves) to.u16(said.seconds);
  return out;
}

std::optional<departure_notice> decode_departure(bytes_view payload) {
  using enum departure_notice::kind;
  bare_reader in{payload};
  if (!take_tail_head(in, 1)) return {};
  departure_notice out;
  switch (in.u8()) {
  case static_cast<std::uint8_t>(leaves): out.seconds = in.u16(); break;
  case static_cast<std::uint8_t>(unneeded): out.what = unneeded; break;
  default: return {};
  }
  return in.ok() ? std::optional(out) : std::nullopt;
}

} // namespace ockam::wire
