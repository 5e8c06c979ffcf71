#include "wire/encoding/bare.hpp"

#include <array>

namespace ockam::wire {

std::uint8_t* write_uvarint(std::uint8_t* out, std::uint64_t value) noexcept {
  for (; value >= 0x80; value >>= 7) *out++ = static_cast<std::uint8_t>(value | 0x80);
  *out++ = static_cast<std::uint8_t>(value);
  return out;
}

// -- bare_writer --------------------------------------------------------------

bare_writer& bare_writer::u8(std::uint8_t value) {
  out_.push_back(value);
  return *this;
}

bare_writer& bare_writer::u16(std::uint16_t value) {
  return u8(static_cast<std::uint8_t>(value)).u8(static_cast<std::uint8_t>(value >> 8));
}

bare_writer& bare_writer::u32(std::uint32_t value) {
  return u16(static_cast<std::uint16_t>(value)).u16(static_cast<std::uint16_t>(value >> 16));
}

bare_writer& bare_writer::u64(std::uint64_t value) {
  return u32(static_cast<std::uint32_t>(value)).u32(static_cast<std::uint32_t>(value >> 32));
}

bare_writer& bare_writer::uvarint(std::uint64_t value) {
  std::array<std::uint8_t, uvarint_size_max> buffer;
  out_.insert(out_.end(), buffer.data(), write_uvarint(buffer.data(), value));
  return *this;
}

bare_writer& bare_writer::data(bytes_view value) {
  uvarint(value.size());
  out_.insert(out_.end(), value.begin(), value.end());
  return *this;
}

// -- bare_reader --------------------------------------------------------------

std::uint64_t bare_reader::little_endian(std::size_t size, const char* what) {
  if (!ok()) return 0;
  if (rest_.size() < size) {
    expected(what);
    return 0;
  }
  std::uint64_t out = 0;
  for (std::size_t i = size; i-- > 0;) out = out << 8 | rest_[i];
  rest_ = rest_.subspan(size);
  return out;
}

std::uint8_t bare_reader::u8() { return static_cast<std::uint8_t>(little_endian(1, "a byte")); }
std::uint16_t bare_reader::u16() {
  return static_cast<std::uint16_t>(little_endian(2, "two bytes"));
}
std::uint32_t bare_reader::u32() {
  return static_cast<std::uint32_t>(little_endian(4, "four bytes"));
}
std::uint64_t bare_reader::u64() { return little_endian(8, "eight bytes"); }

std::uint64_t bare_reader::uvarint() {
  if (!ok()) return 0;
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < rest_.size() && i < uvarint_size_max; ++i) {
    const std::uint64_t digit = rest_[i] & 0x7f;
    if (i == uvarint_size_max - 1 && rest_[i] > 1) break; // more than 64 bits
    out |= digit << 7 * i;
    if (digit == rest_[i]) {
      rest_ = rest_.subspan(i + 1);
      return out;
    }
  }
  expected("a number of 64 bits");
  return 0;
}

bytes_view bare_reader::data() {
  const auto start = rest_;
  const auto size = uvarint();
  if (!ok()) return {};
  if (size > rest_.size()) {
    rest_ = start;
    expected("all bytes that the length announces");
    return {};
  }
  const auto out = rest_.first(static_cast<std::size_t>(size));
  rest_ = rest_.subspan(out.size());
  return out;
}

std::string_view bare_reader::text() {
  const auto start = rest_;
  const auto out = data();
  if (is_utf8(out)) return text_of(out);
  rest_ = start;
  expected("a text in UTF-8");
  return {};
}

bool bare_reader::present() {
  const auto start = rest_;
  const auto mark = u8();
  if (mark <= 1) return mark == 1;
  rest_ = start;
  expected("00 or 01");
  return false;
}

void bare_reader::expected(const char* what) noexcept {
  if (ok()) expected_ = what;
}

error bare_reader::failure() const {
  const auto at = std::to_string(size_ - rest_.size());
  return fail(errc::protocol, std::string("expected ") + expected_ + " at byte " + at);
}

bytes encode_text(std::string_view utf8) {
  bytes out;
  out.reserve(utf8.size() + 2);
  bare_writer{out}.text(utf8);
  return out;
}

result<std::string_view> decode_text(bytes_view payload) {
  bare_reader in{payload};
  const auto out = in.text();
  if (!in.ok()) return in.failure();
  return out;
}

} // namespace ockam::wire
