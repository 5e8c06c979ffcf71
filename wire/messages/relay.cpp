#include "wire/messages/relay.hpp"

#include "wire/messages/tail.hpp"

#include <algorithm>

namespace ockam::wire {

namespace {

constexpr std::uint8_t flag_again = 1, flag_release = 2;

std::optional<relay_request_tail> take_tail(bare_reader& in) {
  relay_request_tail out;
  if (!take_tail_head(in, 1 + out.owner.size())) return {};
  const auto flags = in.u8();
  out.again = (flags & flag_again) != 0;
  out.release = (flags & flag_release) != 0;
  std::copy_n(in.rest().begin(), out.owner.size(), out.owner.begin());
  return out;
}

} // namespace

result<relay_request> decode_relay_request(bytes_view payload) {
  bare_reader in{payload};
  const auto name = in.text();
  if (!in.ok()) return in.failure();
  return relay_request{name, take_tail(in)};
}

bytes encode_relay_request(const relay_request& what) {
  auto out = encode_text(what.name);
  if (!what.tail) return out;
  const auto flags = (what.tail->again ? flag_again : 0) | (what.tail->release ? flag_release : 0);
  begin_tail(out).u8(static_cast<std::uint8_t>(flags));
  out.insert(out.end(), what.tail->owner.begin(), what.tail->owner.end());
  return out;
}

std::optional<relay_notice> decode_relay_notice(bytes_view payload) {
  bare_reader in{payload};
  const auto empty = in.u8();
  const auto mark = in.u8();
  const auto kind = in.u8();
  const auto reason = in.text();
  if (!in.ok() || empty != 0 || mark != tail_mark) return {};
  if (kind < 1 || kind > static_cast<std::uint8_t>(relay_notice_kind::denied)) return {};
  return relay_notice{static_cast<relay_notice_kind>(kind), reason};
}

bytes encode_relay_notice(const relay_notice& what) {
  bytes out;
  bare_writer{out}.u8(0).u8(tail_mark).u8(static_cast<std::uint8_t>(what.kind)).text(what.reason);
  return out;
}

} // namespace ockam::wire
