// The part of CBOR that the protocol uses: integers, byte strings, text, arrays, maps, booleans and
// null.
//   item  :=  head content?
//   head  :=  major:3 bits, info:5 bits, argument:0, 1, 2, 4 or 8 bytes, big-endian
// What is written has the shortest heads and definite lengths. What is read may have longer heads,
// and arrays and maps may be indefinite, as the reference accepts them; a string in pieces is
// accepted only where it is skipped. Source: spec wire §1.2.
#pragma once
#include "wire/bytes.hpp"
#include "wire/result.hpp"

#include <cstddef>
#include <limits>

namespace ockam::wire {

enum class cbor_major : std::uint8_t { uint, negative, byte_string, text, array, map, tag, simple };

/// Bytes of the shortest head with this argument: 1, 2, 3, 5 or 9.
constexpr std::size_t cbor_head_size(std::uint64_t argument) noexcept {
  return argument < 24         ? 1
         : argument < 1u << 8  ? 2
         : argument < 1u << 16 ? 3
         : argument >> 32      ? 9
                               : 5;
}
/// Writes cbor_head_size(argument) bytes; returns where the next byte goes.
std::uint8_t* write_cbor_head(std::uint8_t* out, cbor_major, std::uint64_t argument) noexcept;

/// Appends items to a run of bytes that somebody else keeps. Whoever writes an array or a map
/// writes exactly as many items behind it as it announced.
class cbor_writer {
public:
  explicit cbor_writer(bytes& out) noexcept : out_(out) {}

  cbor_writer& uint(std::uint64_t value) { return head(cbor_major::uint, value); }
  cbor_writer& byte_string(bytes_view value);
  cbor_writer& text(std::string_view utf8);
  cbor_writer& boolean(bool value);
  cbor_writer& null();
  cbor_writer& array(std::size_t elements) { return head(cbor_major::array, elements); }
  cbor_writer& map(std::size_t pairs) { return head(cbor_major::map, pairs); }
  /// Appends items that are encoded already.
  cbor_writer& raw(bytes_view items);

private:
  cbor_writer& head(cbor_major, std::uint64_t argument);

  bytes& out_;
};

/// Takes items off a run of bytes. The first failure sticks: from then on every function does
/// nothing and returns an empty value, so a decoder reads all its fields and asks ok() once. What
/// is returned points into the input; nothing is allocated unless something is wrong.
class cbor_reader {
public:
  /// Arrays and maps within each other that skip() follows; protocol messages have six at most.
  static constexpr std::size_t nesting_max = 32;

  /// An array or a map whose elements are being read.
  struct list {
    std::uint64_t left = 0; ///< elements or pairs still to come, unless `indefinite`
    bool indefinite = false;
  };

  explicit cbor_reader(bytes_view input) noexcept : input_(input) {}

  // -- items ----------------------------------------------------------------

  std::uint64_t uint(std::uint64_t max = std::numeric_limits<std::uint64_t>::max());
  bytes_view byte_string();
  /// Takes a text; fails if it is not UTF-8.
  std::string_view text();
  bool boolean();
  /// Takes a null, if that is what comes next; returns whether it was.
  bool take_null();
  list array();
  list map();
  /// Takes one item of any kind with all that is inside.
  void skip();

  // -- elements of an array, pairs of a map ------------------------------------

  /// Whether another element comes. It must be read before the next call.
  bool next(list&);
  /// Fails if no other element comes.
  void require(list&);
  /// Whether another element comes and is not null; a null is taken.
  bool optional(list& elements) { return next(elements) && !take_null(); }
  /// Skips the elements that are left. Not for maps.
  void finish(list& elements);

  // -- state ----------------------------------------------------------------

  bool ok() const noexcept { return ok_; }
  std::size_t position() const noexcept { return position_; }
  bytes_view rest() const noexcept { return input_.subspan(position_); }
  /// Fails for a reason that the caller found. The first reason stays.
  void refuse(errc, std::string why);
  /// REQUIRES: !ok().
  const error& failure() const noexcept { return failure_; }

private:
  struct head {
    cbor_major major = cbor_major::uint;
    std::uint64_t argument = 0;
    bool indefinite = false;
    std::size_t size = 0; ///< bytes of the head; 0 if not all of it is there
  };

  head peek() const noexcept;
  bool take(cbor_major, const char* expected, head&);
  bytes_view take_string(cbor_major, const char* expected);
  list take_list(cbor_major, const char* expected);
  list skip_shallow();
  void skip_pieces(cbor_major);
  void expected(const char* what);

  bytes_view input_;
  std::size_t position_ = 0;
  bool ok_ = true; ///< until the first failure
  error failure_;  ///< the first one
};

} // namespace ockam::wire
