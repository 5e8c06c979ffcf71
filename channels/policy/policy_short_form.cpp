#include "channels/policy/policy_reading.hpp"
#include "wire/messages/identifier.hpp"

namespace ockam::channels {

namespace {

/// Functions that read an expression return its depth, or 0 if they refused it.
class short_form : public reading {
public:
  using reading::reading;

  bool read() {
    if (any_of(1) == 0) return false;
    return at_end() || refuse(at_, "expected `and`, `or` or the end");
  }

private:
  using operand = std::size_t (short_form::*)(std::size_t nesting);

  std::size_t any_of(std::size_t nesting) {
    return joined("or", policy_kind::any_of, &short_form::all_of, nesting);
  }
  std::size_t all_of(std::size_t nesting) {
    return joined("and", policy_kind::all_of, &short_form::factor, nesting);
  }

  std::size_t joined(std::string_view word, policy_kind kind, operand next, std::size_t nesting) {
    const auto start = out_.nodes.size();
    auto depth = (this->*next)(nesting);
    while (depth > 0 && take_word(word)) {
      wrap(start, kind);
      const auto right = (this->*next)(nesting);
      if (right == 0) return 0;
      depth = std::max(depth, right) + 1;
      if (depth > config::policy_depth_max) return refuse_depth();
      close(start);
    }
    return depth;
  }

  std::size_t factor(std::size_t nesting) {
    if (nesting > config::policy_depth_max) return refuse_depth();
    if (take_word("not")) {
      const auto start = open(policy_kind::negation);
      const auto depth = factor(nesting + 1);
      close(start);
      if (depth == config::policy_depth_max) return refuse_depth();
      return depth == 0 ? 0 : depth + 1;
    }
    if (!take('(')) return name();
    const auto depth = any_of(nesting + 1);
    if (depth > 0 && !take(')')) return refuse(at_, "expected `and`, `or` or `)`");
    return depth;
  }

  std::size_t name() {
    const auto word = run(is_word);
    if (word.empty()) return refuse(at_, "expected a name, an identifier, `not` or `(`");
    if (word == "and" || word == "or" || word == "not")
      return refuse(at_, "expected a name, and `" + std::string(word) + "` is none");
    if (is_digit(word[0]) || word[0] == '.')
      return refuse(at_, "a name starts with a letter, `_` or `-`");
    at_ += word.size();
    const auto start = open(policy_kind::equal);
    if (const auto who = wire::identifier::parse(word)) {
      open(policy_kind::subject_identifier);
      add_text(policy_kind::text, to_string(*who));
    } else {
      add_name(std::string(attribute_prefix).append(word));
      if (!value()) return 0;
    }
    close(start);
    return 2; // the comparison and what it compares
  }

  /// What stands behind an = without a blank.
  bool value() {
    if (at_ == text_.size() || text_[at_] != '=') {
      add_text(policy_kind::text, "true");
      return true;
    }
    const auto start = ++at_;
    const auto quoted = start < text_.size() && text_[start] == '"';
    const auto end = quoted ? text_.find('"', start + 1) : start + run(is_word).size();
    if (end == std::string_view::npos) return refuse(start, "this `\"` is not closed");
    const auto text =
        quoted ? text_.substr(start + 1, end - start - 1) : text_.substr(start, end - start);
    if (text.empty() || at_ != start) return refuse(start, "expected a value behind `=`");
    add_text(policy_kind::text, text);
    at_ = quoted ? end + 1 : end;
    return true;
  }

  bool take_word(std::string_view word) {
    if (run(is_word) != word) return false;
    at_ += word.size();
    return true;
  }
};

/// Writes a program of the short form again, so that what somebody lacks is false and not the end of
/// the evaluation. That makes a difference behind `or` and `not` only:
///   a=1         there  ->  (and (exists? subject.a) (= subject.a "1"))
///   not x              ->  (and (= subject.has_credential true) (not x))
/// The second one because a stranger lacks everything, and must not be let in for that.
class total_form : public reading {
public:
  explicit total_form(const policy_program& from) : reading({}), from_(from) {}

  /// Returns the depth.
  std::size_t write(std::size_t at, bool decides_more) {
    const auto& node = from_.nodes[at];
    switch (node.kind) {
    case policy_kind::any_of: return operands(at, true);
    case policy_kind::all_of: return operands(at, decides_more);
    case policy_kind::negation: return negation(at);
    case policy_kind::equal: return comparison(at, decides_more);
    default: return literal(node);
    }
  }

private:
  std::size_t operands(std::size_t at, bool decides_more) {
    const auto start = open(from_.nodes[at].kind);
    std::size_t depth = 0;
    for (auto inner = at + 1; inner < from_.next(at); inner = from_.next(inner))
      depth = std::max(depth, write(inner, decides_more));
    close(start);
    return depth + 1;
  }

  std::size_t negation(std::size_t at) {
    const auto both = open(policy_kind::all_of), has_credential = open(policy_kind::equal);
    open(policy_kind::has_credential);
    out_.nodes.push_back({policy_kind::boolean, 1, true});
    close(has_credential);
    const auto start = open(policy_kind::negation);
    const auto depth = write(at + 1, true);
    close(start);
    close(both);
    return depth + 2;
  }

  std::size_t comparison(std::size_t at, bool decides_more) {
    if (!decides_more || from_.nodes[at + 1].kind != policy_kind::attribute)
      return operands(at, false);
    const auto both = open(policy_kind::all_of), exists = open(policy_kind::exists);
    literal(from_.nodes[at + 1]);
    close(exists);
    const auto depth = operands(at, false);
    close(both);
    return depth + 1;
  }

  std::size_t literal(const policy_node& node) {
    if (std::holds_alternative<policy_text>(node.value))
      add_text(node.kind, from_.text(node));
    else
      out_.nodes.push_back(node);
    return 1;
  }

  const policy_program& from_;
};

} // namespace

std::optional<policy_program> read_short_form(std::string_view text, policy_refusal& why) {
  short_form in(text);
  if (!in.read()) {
    why = in.why();
    return {};
  }
  const auto read = in.take();
  total_form out(read);
  if (out.write(0, false) <= config::policy_depth_max) return out.take();
  why = {text.size(), "nested deeper than " + std::to_string(config::policy_depth_max)};
  return {};
}

} // namespace ockam::channels
