#include "channels/policy/policy_reading.hpp"
#include "wire/messages/identifier.hpp"

namespace ockam::channels {

namespace {

constexpr auto short_depth_max = config::policy_depth_max;

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
      if (depth > short_depth_max) return refuse_depth();
      close(start);
    }
    return depth;
  }

  std::size_t factor(std::size_t nesting) {
    if (nesting > short_depth_max) return refuse_depth();
    if (take_word("not")) {
      const auto start = open(policy_kind::negation);
      const auto depth = factor(nesting + 1);
      close(start);
      if (depth == short_depth_max) return refuse_depth();
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

} // namespace

std::optional<policy_program> read_short_form(std::string_view text, policy_refusal& why) {
  short_form in(text);
  if (in.read()) return in.take();
  why = in.why();
  return {};
}

} // namespace ockam::channels
