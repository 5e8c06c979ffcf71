#include "wire/messages/relay.hpp"

#include "wire/encoding/bare.hpp"

#include <algorithm>

namespace ockam::wire {

namespace {

constexpr std::uint8_t ours = 0x4f, version = 1, flag_again = 1, flag_release = 2;
constexpr std::size_t relay_tail_size = 3 + relay_owner_mark().size();

std::optional<relay_request_tail> decode_tail(bytes_view in) {
  if (in.size() < relay_tail_size || in[0] != ours || in[1] != version) return {};
  relay_request_tail out{(in[2] & flag_again) != 0, (in[2] & flag_release) != 0, {}};
  std::copy_n(in.begin() + 3, out.owner.size(), out.owner.begin());
  return out;
}

} // namespace

result<relay_request> decode_relay_request(bytes_view payload) {
  bare_reader in{payload};
  const auto name = in.text();
  if (!in.ok()) return in.failure();
  return relay_request{name, decode_tail(in.rest())};
}

bytes encode_relay_request(const relay_request& what) {
  auto out = encode_text(what.name);
  if (!what.tail) return out;
  const auto flags = (what.tail->again ? flag_again : 0) | (what.tail->release ? flag_release : 0);
  bare_writer{out}.u8(ours).u8(version).u8(static_cast<std::uint8_t>(flags));
  out.insert(out.end(), what.tail->owner.begin(), what.tail->owner.end());
  return out;
}

std::optional<relay_notice> decode_relay_notice(bytes_view payload) {
  bare_reader in{payload};
  const auto empty = in.u8();
  const auto mark = in.u8();
  const auto kind = in.u8();
  const auto reason = in.text();
  if (!in.ok() || empty != 0 || mark != ours) return {};
  if (kind < 1 || kind > static_cast<std::uint8_t>(relay_notice_kind::denied)) return {};
  return relay_notice{static_cast<relay_notice_kind>(kind), reason};
}

bytes encode_relay_notice(const relay_notice& what) {
  bytes out;
  bare_writer{out}.u8(0).u8(ours).u8(static_cast<std::uint8_t>(what.kind)).text(what.reason);
  return out;
}

} // namespace ockam::wire
