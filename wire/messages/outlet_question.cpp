#include "wire/messages/outlet_question.hpp"

#include "wire/messages/tail.hpp"

namespace ockam::wire {

namespace {

constexpr std::uint8_t asks_for_outlet = 0, outlet_is_there = 3, outlet_leaves = 4,
                       asks_for_both = 5, outlet_unsaid = 6;

/// What is asked or said: the third byte of a tail of ours.
std::optional<std::uint8_t> take_head(bare_reader& in) {
  if (!take_tail_head(in, 1)) return {};
  return in.u8();
}

} // namespace

bytes encode_outlet_question(std::string_view name, bool process) {
  bytes out;
  begin_tail(out).u8(process ? asks_for_both : asks_for_outlet).data(view_of(name));
  return out;
}

std::optional<std::string_view> decode_outlet_question(bytes_view payload) {
  if (payload.size() <= ping_token_size) return {};
  bare_reader in{payload.subspan(ping_token_size)};
  const auto kind = take_head(in);
  if (kind != asks_for_outlet && kind != asks_for_both) return {};
  const auto name = in.data();
  if (!in.ok() || !in.rest().empty() || name.empty()) return {};
  return text_of(name);
}

bool asks_for_process(bytes_view question) noexcept {
  constexpr auto kind_at = ping_token_size + 2; // behind the first two bytes of a tail
  return question.size() > kind_at && question[kind_at] == asks_for_both;
}

bytes encode_outlet_answer(const outlet_answer& what) {
  const auto there = what.leaving ? outlet_leaves : outlet_is_there;
  const auto known = what.refusal ? static_cast<std::uint8_t>(*what.refusal) : there;
  bytes out;
  auto tail = begin_tail(out);
  tail.u8(what.unsaid ? outlet_unsaid : known);
  if (what.process) tail.u64(*what.process);
  return out;
}

std::optional<outlet_answer> decode_outlet_answer(bytes_view behind_token) {
  bare_reader in{behind_token};
  const auto said = take_head(in);
  if (!said) return {};
  outlet_answer out;
  if (!in.rest().empty()) out.process = in.u64();
  if (!in.ok() || !in.rest().empty()) return {};
  out.leaving = *said == outlet_leaves;
  out.unsaid = *said == outlet_unsaid;
  if (out.unsaid && !out.process) return {};
  if (out.leaving || out.unsaid || *said == outlet_is_there) return out;
  out.refusal = refusal_of(*said);
  return out.refusal ? std::optional(out) : std::nullopt;
}

} // namespace ockam::wire
