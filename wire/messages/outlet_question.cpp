#include "wire/messages/outlet_question.hpp"

#include "wire/messages/tail.hpp"

namespace ockam::wire {

namespace {

constexpr std::uint8_t asks_for_outlet = 0, outlet_is_there = 3, outlet_leaves = 4;

/// What is asked or said: the third byte of a tail of ours.
std::optional<std::uint8_t> take_head(bare_reader& in) {
  if (!take_tail_head(in, 1)) return {};
  return in.u8();
}

} // namespace

bytes encode_outlet_question(std::string_view name) {
  bytes out;
  begin_tail(out).u8(asks_for_outlet).data(view_of(name));
  return out;
}

std::optional<std::string_view> decode_outlet_question(bytes_view payload) {
  if (payload.size() <= ping_token_size) return {};
  bare_reader in{payload.subspan(ping_token_size)};
  if (take_head(in) != asks_for_outlet) return {};
  const auto name = in.data();
  if (!in.ok() || !in.rest().empty() || name.empty()) return {};
  return text_of(name);
}

bytes encode_outlet_answer(const outlet_answer& what) {
  const auto there = what.leaving ? outlet_leaves : outlet_is_there;
  const auto said = what.refusal ? static_cast<std::uint8_t>(*what.refusal) : there;
  bytes out;
  begin_tail(out).u8(said);
  return out;
}

std::optional<outlet_answer> decode_outlet_answer(bytes_view behind_token) {
  bare_reader in{behind_token};
  const auto said = take_head(in);
  if (!said || !in.rest().empty()) return {};
  if (*said == outlet_is_there || *said == outlet_leaves)
    return outlet_answer{{}, *said == outlet_leaves};
  const auto why = refusal_of(*said);
  return why ? std::optional(outlet_answer{why}) : std::nullopt;
}

} // namespace ockam::wire
