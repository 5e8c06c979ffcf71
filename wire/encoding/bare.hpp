// BARE, as far as the protocol uses it. Source: spec wire §1.1.
//   uvarint   little-endian base 128, high bit = more bytes, 10 at most
//   data      size:uvarint bytes          text  the same, UTF-8
//   optional  00 | 01 value               u8, u16, u32, u64  little-endian
#pragma once
#include "wire/bytes.hpp"
#include "wire/result.hpp"

#include <cstddef>

namespace ockam::wire {

inline constexpr std::size_t uvarint_size_max = 10; ///< 64 bits, 7 to a byte

/// Writes the shortest form, at most uvarint_size_max bytes; returns where the next byte goes.
std::uint8_t* write_uvarint(std::uint8_t* out, std::uint64_t value) noexcept;

/// Appends to a run of bytes that somebody else keeps.
class bare_writer {
public:
  explicit bare_writer(bytes& out) noexcept : out_(out) {}

  bare_writer& u8(std::uint8_t);
  bare_writer& u16(std::uint16_t);
  bare_writer& u32(std::uint32_t);
  bare_writer& u64(std::uint64_t);
  bare_writer& uvarint(std::uint64_t);
  bare_writer& data(bytes_view);
  bare_writer& text(std::string_view utf8) { return data(view_of(utf8)); }
  /// Writes the mark in front of an optional value.
  bare_writer& present(bool is) { return u8(is ? 1 : 0); }

private:
  bytes& out_;
};

/// Takes values off a run of bytes. The first failure sticks: from then on every function does
/// nothing and returns an empty value. What is returned points into the input; nothing is
/// allocated.
class bare_reader {
public:
  explicit bare_reader(bytes_view input) noexcept : rest_(input), size_(input.size()) {}

  std::uint8_t u8();
  std::uint16_t u16();
  std::uint32_t u32();
  std::uint64_t u64();
  /// Takes a uvarint; forms that are longer than the shortest are accepted, as the reference does.
  std::uint64_t uvarint();
  bytes_view data();
  /// Takes a text; fails if it is not UTF-8.
  std::string_view text();
  /// Takes the mark in front of an optional value; returns whether the value follows.
  bool present();

  bool ok() const noexcept { return expected_ == nullptr; }
  bytes_view rest() const noexcept { return rest_; }
  /// REQUIRES: !ok().
  error failure() const;

private:
  std::uint64_t little_endian(std::size_t size, const char* what);
  void expected(const char* what) noexcept;

  bytes_view rest_;
  std::size_t size_;
  const char* expected_ = nullptr; ///< what was not there, once something failed
};

/// A text alone in a payload: what `message send`, uppercase and the relay service exchange (spec
/// wire §3).
bytes encode_text(std::string_view utf8);
/// Reads a text alone in a payload, and ignores bytes behind it. The result points into the
/// payload.
result<std::string_view> decode_text(bytes_view payload);

} // namespace ockam::wire
