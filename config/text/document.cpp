#include "config/text/document.hpp"

#include "config/base/printable.hpp"
#include "config/defaults.hpp"

#include <algorithm>
#include <array>
#include <istream>
#include <map>
#include <optional>
#include <streambuf>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

namespace ockam::config {

namespace {

using shape = document_value::shape;

position place(const YAML::Mark& mark) {
  return {static_cast<std::size_t>(std::max(mark.line, 0)) + 1,
          static_cast<std::size_t>(std::max(mark.column, 0)) + 1};
}

/// Leaves the parser, which knows no other way.
struct refused {
  error why;
};

[[noreturn]] void refuse(const position& at, const std::string& what, std::string hint = {}) {
  throw refused{wrong_at(at, what, std::move(hint))};
}

std::size_t count(const document_value& value) {
  std::size_t all = 1;
  for (const auto& item : value.items) all += count(item);
  for (const auto& member : value.members) all += 1 + count(member.value);
  return all;
}

/// Puts the parser's events together; what is open is a stack.
class builder final : public YAML::EventHandler {
public:
  explicit builder(std::string_view text) : text_{text} {}
  document_value root;

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0)
      refuse(place(mark), "a second document begins here", "a file holds one: split it at ---");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add(value_of(shape::nothing, place(mark)), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchored_.find(anchor);
    if (found == anchored_.end()) refuse(place(mark), "an alias of what it is in itself");
    auto copy = found->second;
    copy.at = place(mark);
    values_ += count(copy) - 1;
    add(std::move(copy), YAML::NullAnchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    if (tag == "!") check_quotes(mark);
    const bool empty = tag == "?" && (text.empty() || text == "~" || text == "null");
    add(value_of(empty ? shape::nothing : shape::word, place(mark), text, tag == "!"), anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(value_of(shape::list, place(mark)), anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(value_of(shape::map, place(mark)), anchor);
  }
  void OnMapEnd() override { close(); }

private:
  struct unfinished {
    document_value value;
    YAML::anchor_t anchor = YAML::NullAnchor;
    bool has_name = false; ///< while the last member of a map waits for its value
  };

  /// The parser lets a text in quotes end with the file.
  void check_quotes(const YAML::Mark& mark) const {
    auto at = static_cast<std::size_t>(std::max(mark.pos, 0));
    const auto quote = at < text_.size() ? text_[at] : '\0';
    if (quote != '"' && quote != '\'') return;
    while (++at < text_.size() && text_[at] != quote)
      if (quote == '"' && text_[at] == '\\') ++at;
    if (at >= text_.size()) refuse(place(mark), "a quote is not closed");
  }

  void open(document_value value, YAML::anchor_t anchor) {
    if (open_.size() >= document_depth_max)
      refuse(value.at, "nested deeper than " + std::to_string(document_depth_max) + " levels");
    open_.push_back({std::move(value), anchor});
  }

  void close() {
    auto done = std::move(open_.back());
    open_.pop_back();
    add(std::move(done.value), done.anchor);
  }

  void add(document_value value, YAML::anchor_t anchor) {
    if (++values_ > document_values_max)
      refuse(value.at, "more than " + std::to_string(document_values_max) + " values");
    if (anchor != YAML::NullAnchor) anchored_[anchor] = value;
    if (open_.empty()) {
      root = std::move(value);
      return;
    }
    auto& [into, ignored, has_name] = open_.back();
    if (into.is == shape::list) {
      into.items.push_back(std::move(value));
    } else if (has_name) {
      into.members.back().value = std::move(value);
      has_name = false;
    } else {
      name(into, value);
      has_name = true;
    }
  }

  static void name(document_value& map, const document_value& given) {
    if (given.is != shape::word) refuse(given.at, "a key is a word");
    for (const auto& each : map.members)
      if (each.name == given.text)
        refuse(given.at, given.text + " is here twice; it was said in line "
                             + std::to_string(each.at.line) + " already");
    map.members.push_back({given.text, given.at, value_of(shape::nothing, given.at)});
  }

  std::string_view text_;
  std::vector<unfinished> open_;
  std::map<YAML::anchor_t, document_value> anchored_;
  std::size_t values_ = 0, documents_ = 0;
};

/// Reads what is there already.
struct text_in_place : std::streambuf {
  explicit text_in_place(std::string& text) {
    setg(text.data(), text.data(), text.data() + text.size());
  }
};

/// The parser's words for what people do wrong most.
error in_other_words(const YAML::Exception& why) {
  struct wording {
    std::string_view theirs, ours, hint;
  };
  constexpr std::array known{
      wording{"illegal map value", "a colon where no value can begin",
              R"(text with ": " in it belongs into quotes)"},
      wording{"end of map flow not found", "a { is not closed",
              R"(inside of braces ${X} belongs into quotes: "${X}")"},
      wording{"end of sequence flow not found", "a [ is not closed", ""},
      wording{"end of map not found", "this line does not belong here",
              "the keys of a map stand below each other"},
      wording{"end of sequence not found", "this line does not belong here",
              "the items of a list stand below each other"},
      wording{"illegal EOF in scalar", "a quote is not closed", ""},
      wording{"the referenced anchor is not defined", "an alias of nothing", ""},
  };
  for (const auto& [theirs, ours, hint] : known)
    if (why.msg.starts_with(theirs))
      return wrong_at(place(why.mark), std::string(ours), std::string(hint));
  return wrong_at(place(why.mark), "this is no YAML: " + why.msg);
}

} // namespace

document_value value_of(document_value::shape is, const position& at, std::string text,
                        bool quoted) {
  document_value made;
  made.is = is, made.at = at, made.text = std::move(text), made.quoted = quoted;
  return made;
}

error wrong_at(const position& at, const std::string& what, std::string hint) {
  return fail(errc::config, std::to_string(at.line) + ":" + std::to_string(at.column) + ": " + what,
              std::move(hint));
}

namespace {

/// Where the first byte is that is no UTF-8; none if all is.
std::optional<position> stray_byte(std::string_view text) {
  position at;
  while (!text.empty()) {
    const auto next = first_of(text);
    if (!next) return at;
    text.remove_prefix(next->size);
    at = next->code == '\n' ? position{at.line + 1, 1} : position{at.line, at.column + 1};
  }
  return {};
}

} // namespace

result<document_value> parse_document(std::string_view text) {
  if (text.size() > document_size_max)
    return wrong_at({}, "larger than " + std::to_string(document_size_max / kib) + " KiB");
  if (const auto at = stray_byte(text)) return wrong_at(*at, "this is no UTF-8");
  try {
    std::string own{text};
    text_in_place buffer{own};
    std::istream in{&buffer};
    YAML::Parser parser{in};
    builder built{text};
    while (parser.HandleNextDocument(built)) continue;
    if (built.root.is == shape::nothing && !in.eof() && !own.empty() && in.peek() > 0)
      return wrong_at({}, "this is no YAML");
    return std::move(built.root);
  } catch (const refused& known) {
    return known.why;
  } catch (const YAML::Exception& why) {
    return in_other_words(why);
  }
}

} // namespace ockam::config
