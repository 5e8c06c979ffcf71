#include "wire/bytes.hpp"

#include <cstddef>

namespace ockam::wire {

namespace {

/// Bytes of the UTF-8 character that starts `data`; 0 if there is none. REQUIRES: !data.empty().
std::size_t character_size(bytes_view data) noexcept {
  const auto first = data[0];
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xc2 && first < 0xe0 ? 2
                           : first < 0xe0                ? 0
                           : first < 0xf0                ? 3
                           : first < 0xf5                ? 4
                                                         : 0;
  if (size == 0 || data.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((data[i] & 0xc0) != 0x80) return 0;
  const auto second = data[1];
  if (first == 0xe0 && second < 0xa0) return 0;  // fits in two bytes
  if (first == 0xed && second >= 0xa0) return 0; // half of a surrogate pair
  if (first == 0xf0 && second < 0x90) return 0;  // fits in three bytes
  if (first == 0xf4 && second >= 0x90) return 0; // above U+10FFFF
  return size;
}

int digit_of(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

} // namespace

bool is_utf8(bytes_view data) {
  while (!data.empty()) {
    const auto size = character_size(data);
    if (size == 0) return false;
    data = data.subspan(size);
  }
  return true;
}

std::string to_hex(bytes_view data) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(data.size() * 2);
  for (const auto byte : data) {
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

bool from_hex(std::string_view text, bytes& out) {
  out.clear();
  if (text.size() % 2 != 0) return false;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto high = digit_of(text[i]), low = digit_of(text[i + 1]);
    if (high < 0 || low < 0) {
      out.clear();
      return false;
    }
    out.push_back(static_cast<std::uint8_t>(high << 4 | low));
  }
  return true;
}

} // namespace ockam::wire
