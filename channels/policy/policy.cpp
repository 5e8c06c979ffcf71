#include "channels/policy/policy.hpp"

#include "wire/bytes.hpp"

#include <algorithm>
#include <array>
#include <compare>
#include <optional>

namespace ockam::channels {

namespace {

/// A sequence stays in the program: only where it starts is passed on.
struct sequence_at {
  std::size_t node;
};
using value =
    std::variant<std::monostate, bool, std::int64_t, double, std::string_view, sequence_at>;
using outcome = std::optional<value>; ///< none if it cannot be evaluated

std::array<char, 65> text_of(const wire::identifier& who) noexcept {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<char, 65> out{'I'};
  auto* next = out.data() + 1;
  for (const auto byte : who.hash) {
    *next++ = digits[byte >> 4];
    *next++ = digits[byte & 15];
  }
  return out;
}

/// The evaluation of one policy for one question.
class evaluation {
public:
  evaluation(const policy_program& program, const policy_question& asked) noexcept
      : program_(program), asked_(asked), subject_(text_of(asked.subject)) {}

  outcome of(std::size_t node) const;

private:
  std::size_t end_of(std::size_t node) const { return program_.next(node); }
  std::optional<bool> truth(std::size_t node) const;
  outcome decide(std::size_t node, bool decisive) const;
  outcome chain(std::size_t node, bool (*holds)(std::partial_ordering)) const;
  outcome choose(std::size_t node) const;
  outcome member(std::size_t node) const;
  outcome sequence(std::size_t node) const;
  outcome name(const policy_node&) const;
  outcome attribute(std::string_view called) const;
  std::optional<std::partial_ordering> compare(const value&, const value&) const;
  std::optional<std::partial_ordering> compare_sequences(std::size_t a, std::size_t b) const;

  const policy_program& program_;
  const policy_question& asked_;
  std::array<char, 65> subject_;
};

bool is_equal(std::partial_ordering order) { return std::is_eq(order); }
bool is_less(std::partial_ordering order) { return std::is_lt(order); }
bool is_greater(std::partial_ordering order) { return std::is_gt(order); }

outcome negated(const outcome& truth) {
  if (!truth) return {};
  return !std::get<bool>(*truth);
}

outcome evaluation::of(std::size_t at) const {
  const auto& node = program_.nodes[at];
  switch (node.kind) {
  case policy_kind::all_of: return decide(at, false);
  case policy_kind::any_of: return decide(at, true);
  case policy_kind::negation: {
    const auto inner = truth(at + 1);
    return inner ? outcome(!*inner) : outcome();
  }
  case policy_kind::choice: return choose(at);
  case policy_kind::equal: return chain(at, is_equal);
  case policy_kind::different: return negated(chain(at, is_equal));
  case policy_kind::less: return chain(at, is_less);
  case policy_kind::greater: return chain(at, is_greater);
  case policy_kind::member: return member(at);
  case policy_kind::exists:
    for (auto inner = at + 1; inner < end_of(at); ++inner)
      if (!name(program_.nodes[inner])) return false;
    return true;
  case policy_kind::text: return program_.text(node);
  case policy_kind::integer: return std::get<std::int64_t>(node.value);
  case policy_kind::real: return std::get<double>(node.value);
  case policy_kind::boolean: return std::get<bool>(node.value);
  case policy_kind::unit: return std::monostate{};
  case policy_kind::sequence: return sequence(at);
  default: return name(node);
  }
}

std::optional<bool> evaluation::truth(std::size_t node) const {
  const auto out = of(node);
  const auto* known = out ? std::get_if<bool>(&*out) : nullptr;
  return known ? std::optional(*known) : std::nullopt;
}

/// What comes behind the operand that decides is not evaluated.
outcome evaluation::decide(std::size_t node, bool decisive) const {
  for (auto inner = node + 1; inner < end_of(node); inner = program_.next(inner)) {
    const auto known = truth(inner);
    if (!known) return {};
    if (*known == decisive) return decisive;
  }
  return !decisive;
}

/// Whether a relation holds between each argument and the next one. All arguments are evaluated,
/// also those behind two between which it does not hold.
outcome evaluation::chain(std::size_t node, bool (*holds)(std::partial_ordering)) const {
  auto all = true;
  outcome before;
  for (auto inner = node + 1; inner < end_of(node); inner = program_.next(inner)) {
    const auto here = of(inner);
    if (!here) return {};
    if (before && all) {
      const auto order = compare(*before, *here);
      if (!order) return {};
      all = holds(*order);
    }
    before = here;
  }
  return all;
}

outcome evaluation::choose(std::size_t node) const {
  const auto test = truth(node + 1);
  if (!test) return {};
  const auto then = program_.next(node + 1);
  return of(*test ? then : program_.next(then));
}

outcome evaluation::member(std::size_t node) const {
  const auto wanted = of(node + 1), all = of(program_.next(node + 1));
  const auto* sequence = wanted && all ? std::get_if<sequence_at>(&*all) : nullptr;
  if (!sequence) return {};
  const auto first = sequence->node + 1, end = end_of(sequence->node);
  for (auto inner = first; inner < end; inner = program_.next(inner)) {
    const auto here = of(inner);
    if (!here) return {};
    const auto order = compare(*wanted, *here);
    if (!order) return {};
    if (is_equal(*order)) return true;
  }
  return false;
}

/// Inside are literals and names only.
outcome evaluation::sequence(std::size_t node) const {
  for (auto inner = node + 1; inner < end_of(node); ++inner)
    if (is_name(program_.nodes[inner].kind) && !name(program_.nodes[inner])) return {};
  return sequence_at{node};
}

outcome evaluation::name(const policy_node& node) const {
  switch (node.kind) {
  case policy_kind::has_credential: return asked_.attributes != nullptr;
  case policy_kind::subject_identifier: return std::string_view(subject_.data(), subject_.size());
  case policy_kind::resource: return asked_.resource;
  case policy_kind::action: return asked_.action;
  default: return attribute(program_.text(node));
  }
}

/// Finds an attribute by looking at all: there are a few, and a look-up in the map would make a
/// string.
outcome evaluation::attribute(std::string_view called) const {
  if (!asked_.attributes) return {};
  for (const auto& [key, text] : *asked_.attributes)
    if (key == called && wire::is_utf8(wire::view_of(text))) return std::string_view(text);
  return {};
}

/// Compares two values; none if they are of two types.
std::optional<std::partial_ordering> evaluation::compare(const value& a, const value& b) const {
  if (a.index() != b.index()) return {};
  if (const auto* text = std::get_if<std::string_view>(&a))
    return *text <=> std::get<std::string_view>(b);
  if (const auto* integer = std::get_if<std::int64_t>(&a))
    return *integer <=> std::get<std::int64_t>(b);
  if (const auto* real = std::get_if<double>(&a)) return *real <=> std::get<double>(b);
  if (const auto* truth = std::get_if<bool>(&a)) return *truth <=> std::get<bool>(b);
  if (const auto* sequence = std::get_if<sequence_at>(&a))
    return compare_sequences(sequence->node, std::get<sequence_at>(b).node);
  return std::partial_ordering::equivalent; // units
}

/// The shorter one comes first; of two as long, the first difference decides.
std::optional<std::partial_ordering> evaluation::compare_sequences(std::size_t a,
                                                                   std::size_t b) const {
  const auto count = [&](std::size_t node) {
    std::size_t out = 0;
    for (auto i = node + 1; i < end_of(node); i = program_.next(i)) ++out;
    return out;
  };
  if (const auto order = count(a) <=> count(b); std::is_neq(order)) return order;
  auto left = a + 1, right = b + 1;
  for (; left < end_of(a); left = program_.next(left), right = program_.next(right)) {
    const auto x = of(left), y = of(right);
    if (!x || !y) return {};
    const auto order = compare(*x, *y);
    if (!order || std::is_neq(*order)) return order;
  }
  return std::partial_ordering::equivalent;
}

} // namespace

bool policy::allows(const policy_question& asked) const noexcept {
  const auto out = evaluation(program_, asked).of(0);
  const auto* allowed = out ? std::get_if<bool>(&*out) : nullptr;
  return allowed && *allowed;
}

std::vector<std::string> policy::missing(const policy_question& asked) const {
  std::vector<std::string> out;
  for (const auto& node : program_.nodes) {
    if (node.kind != policy_kind::attribute) continue;
    std::string name(program_.text(node));
    const auto is_there = asked.attributes && asked.attributes->count(name) > 0;
    if (!is_there && std::find(out.begin(), out.end(), name) == out.end())
      out.push_back(std::move(name));
  }
  return out;
}

} // namespace ockam::channels
