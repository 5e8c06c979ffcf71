#include "actors/services/uppercase.hpp"

#include "config/base/log.hpp"
#include "wire/encoding/bare.hpp"

#include <clocale>
#include <cwctype>

namespace ockam::actors {

namespace {

/// Takes one character off valid UTF-8.
char32_t take_character(std::string_view& utf8) {
  const auto first = static_cast<unsigned char>(utf8.front());
  const std::size_t more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
  char32_t out = more == 0 ? first : first & (0x3fu >> more);
  for (std::size_t i = 1; i <= more; ++i) out = out << 6 | (utf8[i] & 0x3f);
  utf8.remove_prefix(1 + more);
  return out;
}

void append_character(std::string& out, char32_t c) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
  const auto put_rest = [put](char32_t bits) { put(0x80 | (bits & 0x3f)); };
  if (c < 0x80) return put(c);
  if (c < 0x800) return put(0xc0 | c >> 6), put_rest(c);
  if (c < 0x10000) return put(0xe0 | c >> 12), put_rest(c >> 6), put_rest(c);
  put(0xf0 | c >> 18), put_rest(c >> 12), put_rest(c >> 6), put_rest(c);
}

/// Part of the C library since 2.35, whatever locales are installed.
::locale_t unicode() {
  static const auto tables = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return tables;
}

} // namespace

std::string upper_case(std::string_view utf8) {
  const auto tables = unicode();
  std::string out;
  out.reserve(utf8.size());
  while (!utf8.empty()) {
    const auto c = take_character(utf8);
    if (c < 0x80)
      append_character(out, c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    else
      append_character(out, tables ? static_cast<char32_t>(::towupper_l(c, tables)) : c);
  }
  return out;
}

void uppercase::deliver(transports::message&& m) {
  const auto text = wire::decode_text(m.payload);
  if (!text) {
    config::log_limited("uppercase", config::log_level::warn,
                        "uppercase: dropped a message: " + text.error().message);
    return;
  }
  reply(m, transports::slice::copy_of(wire::encode_text(upper_case(*text))));
}

} // namespace ockam::actors
