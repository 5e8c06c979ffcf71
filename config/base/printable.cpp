#include "config/base/printable.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>

namespace ockam::config {

std::optional<character> first_of(std::string_view text) noexcept {
  const auto byte = [&](std::size_t at) {
    return std::uint32_t{static_cast<unsigned char>(text[at])};
  };
  const auto lead = byte(0);
  if (lead < 0x80) return character{lead, 1};
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return {};
  auto code = lead & (0xffU >> (size + 1));
  for (std::size_t at = 1; at < size; ++at) {
    if ((byte(at) & 0xc0) != 0x80) return {};
    code = code << 6 | (byte(at) & 0x3f);
  }
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (code < least[size] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return {};
  return character{code, size};
}

namespace {

bool is_harmful(std::uint32_t code) noexcept {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x61c || code == 0x200e
         || code == 0x200f || (code >= 0x2028 && code <= 0x202e)
         || (code >= 0x2066 && code <= 0x2069);
}

bool stays(const std::optional<character>& next, char first, std::string_view kept) noexcept {
  return next && (!is_harmful(next->code) || (next->size == 1 && kept.find(first) != kept.npos));
}

} // namespace

bool is_printable(std::string_view text, std::string_view kept) noexcept {
  while (!text.empty()) {
    const auto next = first_of(text);
    if (!stays(next, text.front(), kept)) return false;
    text.remove_prefix(next->size);
  }
  return true;
}

std::string printable(std::string_view text, std::string_view kept) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto next = first_of(text);
    const auto size = next ? next->size : 1;
    if (stays(next, text.front(), kept)) {
      out += text.substr(0, size);
    } else {
      std::array<char, 12> escape;
      const auto code = next ? next->code : static_cast<unsigned char>(text.front());
      std::snprintf(escape.data(), escape.size(), code > 0xff ? "\\u%04x" : "\\x%02x", code);
      out += escape.data();
    }
    text.remove_prefix(size);
  }
  return out;
}

} // namespace ockam::config
