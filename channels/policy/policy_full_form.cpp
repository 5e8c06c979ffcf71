#include "channels/policy/policy_reading.hpp"
#include "wire/bytes.hpp"

#include <charconv>

namespace ockam::channels {

namespace {

/// What operations, names and numbers are made of.
bool is_atom(char c) {
  return is_word(c) || std::string_view("!$%&*/<=>?~^+@:").find(c) != std::string_view::npos;
}

class full_form : public reading {
public:
  using reading::reading;

  /// Whether the text starts as no text of the short form can.
  bool is_meant() {
    take('(');
    const auto kind = operation_named(run(is_atom));
    at_ = 0;
    return kind && kind != policy_kind::negation;
  }

  bool read() {
    const auto inside = take('(');
    if (!operation(1, !inside)) return false;
    return at_end() || refuse(at_, "expected the end");
  }

private:
  /// Reads an operation from behind its opening parenthesis; an `open_ended` one has no parentheses.
  bool operation(std::size_t nesting, bool open_ended) {
    if (nesting > config::policy_depth_max) return refuse_depth();
    const auto word = run(is_atom);
    const auto start = at_;
    const auto kind = operation_named(word);
    if (!kind)
      return refuse(start,
                    "expected an operation: and, or, not, if, =, !=, <, >, member?, exists?");
    at_ += word.size();
    const auto node = open(*kind);
    std::size_t arguments = 0;
    while (open_ended ? !at_end() : !take(')')) {
      peek();
      const auto argument_at = at_, argument = out_.nodes.size();
      if (!value(nesting + 1)) return false;
      if (kind == policy_kind::exists && !is_name(out_.nodes[argument].kind))
        return refuse(argument_at, "expected a name: `exists?` asks for nothing else");
      ++arguments;
    }
    close(node);
    const auto [least, most] = arity(*kind);
    if (arguments >= least && arguments <= most) return true;
    return refuse(start, "`" + std::string(word) + "` takes " + std::to_string(least)
                             + (least == 1 ? " argument" : " arguments")
                             + (most > least ? " or more, not " : ", not ")
                             + std::to_string(arguments));
  }

  static std::optional<policy_kind> operation_named(std::string_view word) {
    for (auto kind = policy_kind::all_of; is_operation(kind);
         kind = static_cast<policy_kind>(static_cast<int>(kind) + 1))
      if (word == name_of(kind)) return kind;
    return {};
  }

  static std::pair<std::size_t, std::size_t> arity(policy_kind kind) {
    constexpr auto any = std::string_view::npos;
    switch (kind) {
    case policy_kind::all_of:
    case policy_kind::any_of:
    case policy_kind::exists: return {1, any};
    case policy_kind::negation: return {1, 1};
    case policy_kind::choice: return {3, 3};
    case policy_kind::member: return {2, 2};
    default: return {2, any};
    }
  }

  bool value(std::size_t nesting) {
    if (nesting > config::policy_depth_max) return refuse_depth();
    switch (peek()) {
    case '"': return quoted();
    case '[': return sequence(nesting);
    case '(':
      ++at_;
      if (!take(')')) return operation(nesting, false);
      open(policy_kind::unit);
      return true;
    default: return atom();
    }
  }

  bool sequence(std::size_t nesting) {
    ++at_;
    const auto start = open(policy_kind::sequence);
    while (!take(']')) {
      peek();
      const auto element_at = at_, element = out_.nodes.size();
      if (!value(nesting + 1)) return false;
      const auto kind = out_.nodes[element].kind, first = out_.nodes[start + 1].kind;
      if (is_operation(kind)) return refuse(element_at, "expected a literal or a name");
      if (kind != first && !(is_name(kind) && is_name(first)))
        return refuse(element_at, "the elements of a sequence are of one type");
    }
    close(start);
    return true;
  }

  bool atom() {
    const auto start = at_;
    const auto word = run(is_atom);
    if (word.empty())
      return refuse(start, at_end() ? "expected `)` or an argument" : "expected an argument");
    at_ += word.size();
    const auto sign = word[0] == '-' || word[0] == '+';
    if (is_digit(word[0]) || (sign && word.size() > 1 && is_digit(word[1])))
      return number(start, word[0] == '+' ? word.substr(1) : word);
    if (word == "true" || word == "false") {
      out_.nodes.push_back({policy_kind::boolean, 1, word == "true"});
      return true;
    }
    return add_name(word)
           || refuse(start, "nothing is called so: names are subject.NAME, resource.id and "
                            "action.id, and a text stands in quotes");
  }

  bool number(std::size_t start, std::string_view digits) {
    const auto* end = digits.data() + digits.size();
    if (std::int64_t integer = 0; is_read(std::from_chars(digits.data(), end, integer), end)) {
      out_.nodes.push_back({policy_kind::integer, 1, integer});
      return true;
    }
    const auto whole = digits.find_first_of(".eE") == std::string_view::npos;
    if (double real = 0; !whole && is_read(std::from_chars(digits.data(), end, real), end)) {
      out_.nodes.push_back({policy_kind::real, 1, real});
      return true;
    }
    return refuse(start, "expected an integer of 64 bits or a real number");
  }
  static bool is_read(std::from_chars_result read, const char* end) {
    return read.ec == std::errc() && read.ptr == end;
  }

  bool quoted() {
    const auto start = at_++;
    std::string text;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        ++at_;
        if (!wire::is_utf8(wire::view_of(text))) return refuse(start, "not a text in UTF-8");
        add_text(policy_kind::text, text);
        return true;
      }
      if (text_[at_] != '\\') {
        text += text_[at_];
      } else if (!escaped(text)) {
        return false;
      }
    }
    return refuse(start, "this `\"` is not closed");
  }

  /// What a backslash starts; ends on its last character.
  bool escaped(std::string& text) {
    constexpr std::string_view letters = "tnr\"'\\", meant = "\t\n\r\"'\\";
    const auto start = at_++;
    const auto c = at_ < text_.size() ? text_[at_] : '\0';
    if (const auto place = letters.find(c); place != std::string_view::npos) {
      text += meant[place];
      return true;
    }
    const auto braced = c == 'u' && at_ + 1 < text_.size() && text_[at_ + 1] == '{';
    const auto first = braced ? at_ + 2 : at_;
    const auto end = braced ? text_.find('}', first) : std::min(first + 2, text_.size());
    const auto digits = text_.substr(first, end == std::string_view::npos ? 0 : end - first);
    std::uint32_t code = 0;
    const auto* last = digits.data() + digits.size();
    if (digits.empty() || !is_read(std::from_chars(digits.data(), last, code, 16), last)
        || (!braced && digits.size() != 2) || code > 0x10ffff)
      return refuse(start, "no such escape: there are \\t \\n \\r \\\" \\' \\\\ \\00 \\u{0}");
    braced ? add_character(text, code) : text.push_back(static_cast<char>(code));
    at_ = braced ? end : end - 1;
    return true;
  }

  /// Half a surrogate pair becomes what is no UTF-8.
  static void add_character(std::string& text, std::uint32_t code) {
    const auto tail = [&](unsigned shift) {
      text += static_cast<char>(0x80 | (code >> shift & 0x3f));
    };
    if (code < 0x80) {
      text += static_cast<char>(code);
    } else if (code < 0x800) {
      text += static_cast<char>(0xc0 | code >> 6);
      tail(0);
    } else if (code < 0x10000) {
      text += static_cast<char>(0xe0 | code >> 12);
      tail(6), tail(0);
    } else {
      text += static_cast<char>(0xf0 | code >> 18);
      tail(12), tail(6), tail(0);
    }
  }
};

} // namespace

std::optional<policy_program> read_full_form(std::string_view text, policy_refusal& why) {
  full_form in(text);
  const auto meant = in.is_meant();
  if (in.read()) return in.take();
  if (meant || in.why().at > why.at) why = in.why();
  return {};
}

} // namespace ockam::channels
