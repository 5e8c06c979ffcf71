#include "cli/support/redaction.hpp"

#include "config/defaults.hpp"
#include "wire/messages/identifier.hpp"

#include <algorithm>

namespace ockam::cli {

namespace {

/// Characters of hexadecimal text and of both forms of base64, but for the slash, which routes have.
bool is_of_word(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
         || c == '-' || c == '+' || c == '=';
}

/// The password of a URL that the text goes on with, behind `://`; empty if it has none.
std::string_view password_in(std::string_view text) {
  const auto end = text.find_first_of("@/ \t\r\n\"'");
  if (end == text.npos || text[end] != '@') return {};
  const auto colon = text.find(':');
  return colon < end ? text.substr(colon + 1, end - colon - 1) : std::string_view();
}

std::string without_long_words(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (auto at = text.begin(); at != text.end();) {
    const auto end = std::find_if_not(at, text.end(), is_of_word);
    const std::string_view word(at, end);
    const auto harmless =
        word.size() < config::support_word_max || static_cast<bool>(wire::identifier::parse(word));
    if (harmless)
      out += word;
    else
      out += '[' + std::to_string(word.size()) + " characters left out]";
    at = end;
    if (at != text.end()) out += *at++;
  }
  return out;
}

} // namespace

std::string without_secrets(std::string_view text) {
  std::string out;
  constexpr std::string_view mark = "://";
  for (std::size_t from = 0; from < text.size();) {
    const auto found = std::min(text.find(mark, from), text.size());
    const auto url = std::min(found + mark.size(), text.size());
    out += text.substr(from, url - from);
    from = url;
    const auto password = password_in(text.substr(url));
    if (password.empty()) continue;
    const auto before = static_cast<std::size_t>(password.data() - text.data());
    out += text.substr(url, before - url);
    out += "[left out]";
    from = before + password.size();
  }
  return without_long_words(out);
}

} // namespace ockam::cli
