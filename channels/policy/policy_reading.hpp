// What the two ways to read a policy (policy.hpp) have in common; for those that read only.
#pragma once
#include "channels/policy/policy_program.hpp"
#include "config/defaults.hpp"

#include <algorithm>
#include <optional>

namespace ockam::channels {

inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
/// Whether a character can be in a name or a bare value of the short form.
inline bool is_word(char c) {
  return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-';
}

struct policy_refusal {
  std::size_t at = 0; ///< byte of the text, counted from 0
  std::string why;
};

/// The text, how far it has been read, and the program that came of it.
class reading {
public:
  explicit reading(std::string_view text) : text_(text) {}

  const policy_refusal& why() const noexcept { return why_; }
  policy_program take() { return std::move(out_); }

protected:
  /// Notes why the text is refused. Returns false, which is also a depth of 0.
  bool refuse(std::size_t at, std::string why) {
    why_ = {at, std::move(why)};
    return false;
  }
  bool refuse_depth() {
    return refuse(at_, "nested deeper than " + std::to_string(config::policy_depth_max));
  }

  // -- text -------------------------------------------------------------------

  /// Skips blanks; returns the next character, or NUL at the end.
  char peek() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool at_end() { return peek() == '\0' && at_ == text_.size(); }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  /// The longest run of such characters that comes next; it is not taken.
  std::string_view run(bool (*of)(char)) {
    peek();
    const auto rest = text_.substr(at_);
    const auto* end = std::find_if_not(rest.begin(), rest.end(), of);
    return rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  }

  // -- program ------------------------------------------------------------------

  std::size_t open(policy_kind kind) {
    out_.nodes.push_back({kind, 1, {}});
    return out_.nodes.size() - 1;
  }
  void close(std::size_t node) {
    out_.nodes[node].size = static_cast<std::uint32_t>(out_.nodes.size() - node);
  }
  /// Puts a node in front of one that is there, to hold it and what follows.
  void wrap(std::size_t node, policy_kind kind) {
    out_.nodes.insert(out_.nodes.begin() + static_cast<std::ptrdiff_t>(node), {kind, 1, {}});
  }
  void add_text(policy_kind kind, std::string_view text) {
    const policy_text where{static_cast<std::uint32_t>(out_.texts.size()),
                            static_cast<std::uint32_t>(text.size())};
    out_.texts += text;
    out_.nodes.push_back({kind, 1, where});
  }
  /// Adds a name of the full form. Returns false if there is no such name.
  bool add_name(std::string_view name) {
    for (auto kind : {policy_kind::has_credential, policy_kind::subject_identifier,
                      policy_kind::resource, policy_kind::action}) {
      if (name != name_of(kind)) continue;
      open(kind);
      return true;
    }
    if (!name.starts_with(attribute_prefix) || name.size() == attribute_prefix.size()) return false;
    add_text(policy_kind::attribute, name.substr(attribute_prefix.size()));
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  policy_program out_;

private:
  policy_refusal why_;
};

/// Reads a text in the short form. If it is refused, `why` says where and why.
std::optional<policy_program> read_short_form(std::string_view text, policy_refusal& why);
/// The same for the full form, after the short form was tried: `why` stays if the short form came
/// further, unless the text can only have been meant as the full form.
std::optional<policy_program> read_full_form(std::string_view text, policy_refusal& why);

} // namespace ockam::channels
