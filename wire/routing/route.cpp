#include "wire/routing/route.hpp"

#include "wire/encoding/cbor.hpp"
#include "wire/text.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <functional>

namespace ockam::wire {

namespace {

// An address begins with the head of an array of two, the type and the head of a byte string.
constexpr std::uint8_t pair_head = 0x82;
constexpr std::size_t address_head_size_max = 1 + 2 + 9;

std::uint8_t* write_address_head(std::uint8_t* out, address_view a) noexcept {
  *out++ = pair_head;
  out = write_cbor_head(out, cbor_major::uint, a.type);
  return write_cbor_head(out, cbor_major::byte_string, a.value.size());
}

/// The argument of a canonical head and the bytes that the head takes.
std::pair<std::size_t, std::size_t> head_at(const std::uint8_t* at) noexcept {
  const unsigned info = *at & 31;
  if (info < 24) return {info, 1};
  const auto extra = std::size_t{1} << (info - 24);
  std::size_t argument = 0;
  for (std::size_t i = 1; i <= extra; ++i) argument = argument << 8 | at[i];
  return {argument, 1 + extra};
}

/// The address whose canonical form starts here; its value ends where the next address starts.
address_view address_at(const std::uint8_t* at) noexcept {
  const auto [type, type_size] = head_at(at + 1);
  at += 1 + type_size;
  const auto [size, head_size] = head_at(at);
  return {static_cast<std::uint8_t>(type), text_of({at + head_size, size})};
}

const std::uint8_t* end_of(address_view a) noexcept {
  return view_of(a.value).data() + a.value.size();
}

} // namespace

std::size_t encoded_size(address_view a) noexcept {
  return 1 + cbor_head_size(a.type) + cbor_head_size(a.value.size()) + a.value.size();
}

// -- constructors, destructors, and assignment operators ------------------------

route::route(std::initializer_list<address_view> addresses) {
  for (const auto a : addresses) push_back(a);
}

route::route(const route& other) { append(other); }

route::route(route&& other) noexcept { take(other); }

route& route::operator=(const route& other) {
  if (this != &other) {
    clear();
    append(other);
  }
  return *this;
}

route& route::operator=(route&& other) noexcept {
  if (this != &other) {
    heap_.reset();
    take(other);
  }
  return *this;
}

route::~route() = default;

void route::take(route& other) noexcept {
  heap_ = std::move(other.heap_);
  capacity_ = other.capacity_;
  begin_ = other.begin_;
  size_ = other.size_;
  count_ = other.count_;
  if (!heap_) std::memcpy(inline_ + begin_, other.inline_ + begin_, size_);
  other.capacity_ = inline_size;
  other.clear();
}

// -- text -----------------------------------------------------------------------

result<route> route::parse(std::string_view text) {
  constexpr std::string_view arrow = "=>";
  const auto whole = text;
  route out;
  for (auto more = true; more;) {
    const auto cut = text.find(arrow);
    more = cut != std::string_view::npos;
    const auto part = trimmed(text.substr(0, cut));
    if (more) text.remove_prefix(cut + arrow.size());
    const auto a = address::parse(part);
    if (!a) {
      return fail(errc::invalid, "route \"" + std::string(whole) + "\": " + a.error().message);
    }
    out.push_back(*a);
  }
  return out;
}

std::string to_string(const route& r) {
  std::string out;
  for (const auto a : r) {
    if (!out.empty()) out += " => ";
    out += to_string(a);
  }
  return out;
}

// -- observers --------------------------------------------------------------------

bytes_view route::items() const noexcept { return {data() + begin_, size_}; }

address_view route::front() const noexcept {
  assert(!empty());
  return address_at(items().data());
}

address_view route::back() const noexcept {
  assert(!empty());
  address_view last;
  for (const auto a : *this) last = a;
  return last;
}

route::iterator route::begin() const noexcept { return iterator{items().data()}; }
route::iterator route::end() const noexcept { return iterator{items().data() + size_}; }

address_view route::iterator::operator*() const noexcept { return address_at(at_); }

route::iterator& route::iterator::operator++() noexcept {
  at_ = end_of(address_at(at_));
  return *this;
}

bool operator==(const route& a, const route& b) noexcept {
  return a.size_ == b.size_ && std::memcmp(a.items().data(), b.items().data(), a.size_) == 0;
}

// -- modifiers --------------------------------------------------------------------

void route::clear() noexcept {
  begin_ = capacity_;
  size_ = count_ = 0;
}

void route::pop_front() noexcept {
  const auto gone = encoded_size(front());
  begin_ += gone;
  size_ -= gone;
  --count_;
}

void route::pop_back() noexcept {
  size_ -= encoded_size(back());
  --count_;
}

void route::push_front(address_view a) {
  std::uint8_t head[address_head_size_max];
  const auto* const head_end = write_address_head(head, a);
  insert(place::front, {head, head_end}, view_of(a.value), 1);
}

void route::push_back(address_view a) {
  std::uint8_t head[address_head_size_max];
  const auto* const head_end = write_address_head(head, a);
  insert(place::back, {head, head_end}, view_of(a.value), 1);
}

void route::prepend(const route& other) { insert(place::front, {}, other.items(), other.count_); }
void route::append(const route& other) { append_items(other.items(), other.count_); }

void route::append_items(bytes_view canonical, std::size_t count) {
  insert(place::back, {}, canonical, count);
}

void route::insert(place where, bytes_view head, bytes_view body, std::size_t count) {
  const auto added = head.size() + body.size();
  if (added == 0) return;
  // `body` may be bytes of this route, which making room can move.
  const auto* const first = data() + begin_;
  const auto ours = !std::less<>{}(body.data(), first) && std::less<>{}(body.data(), first + size_);
  const auto offset = ours ? body.data() - first : 0;
  where == place::front ? make_room(added, 0) : make_room(0, added);
  if (ours) body = {data() + begin_ + offset, body.size()};

  auto* out = data() + (where == place::front ? begin_ - added : begin_ + size_);
  if (!head.empty()) std::memcpy(out, head.data(), head.size());
  if (!body.empty()) std::memcpy(out + head.size(), body.data(), body.size());
  if (where == place::front) begin_ -= added;
  size_ += added;
  count_ += count;
}

/// Room is left in front, because that is where links and hops add themselves; half of it behind
/// once a route grows at its back.
void route::make_room(std::size_t front, std::size_t back) {
  if (begin_ >= front && capacity_ - begin_ - size_ >= back) return;
  const auto needed = front + size_ + back;
  const auto capacity = needed <= capacity_ ? capacity_ : std::max(needed, 2 * capacity_);
  const auto spare = capacity - needed;
  const auto begin = front + (back > 0 && size_ > 0 ? spare / 2 : spare);
  if (capacity == capacity_) {
    std::memmove(data() + begin, data() + begin_, size_);
  } else {
    // Not make_unique: that would write zeros first.
    std::unique_ptr<std::uint8_t[]> larger{new std::uint8_t[capacity]};
    std::memcpy(larger.get() + begin, data() + begin_, size_);
    heap_ = std::move(larger);
    capacity_ = capacity;
  }
  begin_ = begin;
}

} // namespace ockam::wire
