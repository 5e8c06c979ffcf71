#include "wire/encoding/cbor.hpp"

#include <array>

namespace ockam::wire {

namespace {

constexpr std::uint8_t false_item = 0xf4, true_item = 0xf5, null_item = 0xf6, break_item = 0xff;
constexpr std::uint8_t indefinite_info = 31;

} // namespace

std::uint8_t* write_cbor_head(std::uint8_t* out, cbor_major major,
                              std::uint64_t argument) noexcept {
  const auto first = static_cast<std::uint8_t>(static_cast<unsigned>(major) << 5);
  const auto size = cbor_head_size(argument);
  if (size == 1) {
    *out++ = static_cast<std::uint8_t>(first | argument);
    return out;
  }
  const auto info = size == 2 ? 24 : size == 3 ? 25 : size == 5 ? 26 : 27;
  *out++ = static_cast<std::uint8_t>(first | info);
  for (auto shift = 8 * static_cast<int>(size - 1) - 8; shift >= 0; shift -= 8)
    *out++ = static_cast<std::uint8_t>(argument >> shift);
  return out;
}

// -- cbor_writer --------------------------------------------------------------

cbor_writer& cbor_writer::head(cbor_major major, std::uint64_t argument) {
  std::array<std::uint8_t, 9> buffer;
  return raw({buffer.data(), write_cbor_head(buffer.data(), major, argument)});
}

cbor_writer& cbor_writer::byte_string(bytes_view value) {
  return head(cbor_major::byte_string, value.size()).raw(value);
}

cbor_writer& cbor_writer::text(std::string_view utf8) {
  return head(cbor_major::text, utf8.size()).raw(view_of(utf8));
}

cbor_writer& cbor_writer::boolean(bool value) {
  out_.push_back(value ? true_item : false_item);
  return *this;
}

cbor_writer& cbor_writer::null() {
  out_.push_back(null_item);
  return *this;
}

cbor_writer& cbor_writer::raw(bytes_view items) {
  out_.insert(out_.end(), items.begin(), items.end());
  return *this;
}

// -- cbor_reader --------------------------------------------------------------

cbor_reader::head cbor_reader::peek() const noexcept {
  if (position_ == input_.size()) return {};
  const auto first = input_[position_];
  head out{static_cast<cbor_major>(first >> 5), 0, false, 1};
  const unsigned info = first & 31;
  if (info < 24) {
    out.argument = info;
  } else if (info < 28) {
    const auto extra = std::size_t{1} << (info - 24);
    if (input_.size() - position_ <= extra) return {};
    for (std::size_t i = 1; i <= extra; ++i)
      out.argument = out.argument << 8 | input_[position_ + i];
    out.size += extra;
  } else if (info == indefinite_info) {
    out.indefinite = true;
  } else {
    return {}; // reserved by the standard
  }
  return out;
}

bool cbor_reader::take(cbor_major major, const char* what, head& out) {
  if (!ok_) return false;
  out = peek();
  if (out.size == 0 || out.major != major) {
    expected(what);
    return false;
  }
  position_ += out.size;
  return true;
}

std::uint64_t cbor_reader::uint(std::uint64_t max) {
  const auto start = position_;
  head h;
  if (!take(cbor_major::uint, "an unsigned integer", h)) return 0;
  if (!h.indefinite && h.argument <= max) return h.argument;
  position_ = start;
  expected(h.indefinite ? "an unsigned integer" : "a smaller integer");
  return 0;
}

bytes_view cbor_reader::take_string(cbor_major major, const char* what) {
  const auto start = position_;
  head h;
  if (!take(major, what, h)) return {};
  if (h.indefinite || h.argument > input_.size() - position_) {
    position_ = start;
    expected(h.indefinite ? what : "all bytes of a string");
    return {};
  }
  const auto out = input_.subspan(position_, static_cast<std::size_t>(h.argument));
  position_ += out.size();
  return out;
}

bytes_view cbor_reader::byte_string() {
  return take_string(cbor_major::byte_string, "a byte string");
}

std::string_view cbor_reader::text() {
  const auto start = position_;
  const auto out = take_string(cbor_major::text, "a text");
  if (is_utf8(out)) return text_of(out);
  position_ = start;
  expected("a text in UTF-8");
  return {};
}

bool cbor_reader::boolean() {
  if (!ok_) return false;
  const auto first = position_ < input_.size() ? input_[position_] : null_item;
  if (first != true_item && first != false_item) {
    expected("a boolean");
    return false;
  }
  ++position_;
  return first == true_item;
}

bool cbor_reader::take_null() {
  if (!ok_ || position_ == input_.size() || input_[position_] != null_item) return false;
  ++position_;
  return true;
}

cbor_reader::list cbor_reader::take_list(cbor_major major, const char* what) {
  head h;
  if (!take(major, what, h)) return {};
  return {h.argument, h.indefinite};
}

cbor_reader::list cbor_reader::array() { return take_list(cbor_major::array, "an array"); }
cbor_reader::list cbor_reader::map() { return take_list(cbor_major::map, "a map"); }

bool cbor_reader::next(list& items) {
  if (!ok_) return false;
  if (!items.indefinite) return items.left > 0 && items.left--;
  if (position_ == input_.size()) {
    expected("an item or a break");
    return false;
  }
  if (input_[position_] != break_item) return true;
  ++position_;
  items = {};
  return false;
}

void cbor_reader::require(list& items) {
  if (!next(items)) expected("another element");
}

void cbor_reader::finish(list& elements) {
  while (next(elements)) skip();
}

void cbor_reader::skip() {
  std::array<list, nesting_max + 1> open; // the item itself is on it, too
  std::size_t depth = 0;
  open[depth++] = {1, false};
  while (depth > 0 && ok_) {
    if (!next(open[depth - 1])) {
      --depth;
      continue;
    }
    const auto inside = skip_shallow();
    if (inside.left == 0 && !inside.indefinite) continue;
    if (depth == open.size()) return expected("fewer nested items");
    open[depth++] = inside;
  }
}

/// Takes one item, but of an array, a map or a tag only the head; returns the items inside.
cbor_reader::list cbor_reader::skip_shallow() {
  const auto h = peek();
  const auto pieces = h.major == cbor_major::byte_string || h.major == cbor_major::text;
  const auto nests = h.major == cbor_major::array || h.major == cbor_major::map;
  if (h.size == 0 || (h.indefinite && !pieces && !nests)) {
    expected("an item");
    return {};
  }
  if (pieces && !h.indefinite) {
    h.major == cbor_major::text ? static_cast<void>(text()) : static_cast<void>(byte_string());
    return {};
  }
  position_ += h.size;
  if (pieces) skip_pieces(h.major);
  if (h.major == cbor_major::tag) return {1, false};
  if (!nests) return {};
  // A map is twice as many items. One that claims more than can be counted runs out of input
  // anyway.
  const auto doubled = h.argument > h.argument * 2 ? h.argument : h.argument * 2;
  return {h.major == cbor_major::map ? doubled : h.argument, h.indefinite};
}

void cbor_reader::skip_pieces(cbor_major major) {
  list pieces{0, true};
  while (next(pieces))
    major == cbor_major::text ? static_cast<void>(text()) : static_cast<void>(byte_string());
}

void cbor_reader::refuse(errc code, std::string why) {
  if (!ok_) return;
  ok_ = false;
  failure_ = fail(code, std::move(why));
}

void cbor_reader::expected(const char* what) {
  if (!ok_) return;
  const auto found = position_ == input_.size() ? std::string("the end")
                                                : "0x" + to_hex(input_.subspan(position_, 1));
  refuse(errc::protocol, std::string("expected ") + what + " at byte " + std::to_string(position_)
                             + ", found " + found);
}

} // namespace ockam::wire
