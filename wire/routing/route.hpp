// A route is a list of addresses, kept in its wire form (CBOR, spec wire §1.4) so that reading one
// off a frame and writing one to a frame is a copy of bytes. Short routes live inside the object;
// popping and pushing at the front moves nothing.
#pragma once
#include "wire/routing/address.hpp"

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>

namespace ockam::wire {

class route {
public:
  class iterator;

  route() noexcept {} // not defaulted: `route{}` would write zeros over the whole buffer
  route(std::initializer_list<address_view> addresses);
  route(const route&);
  route(route&&) noexcept;
  route& operator=(const route&);
  route& operator=(route&&) noexcept;
  ~route();

  /// Addresses joined by `=>`, blanks around them ignored; an empty text is invalid.
  static result<route> parse(std::string_view text);

  bool empty() const noexcept { return count_ == 0; }
  std::size_t size() const noexcept { return count_; }
  /// REQUIRES: !empty(). The view holds until the route changes.
  address_view front() const noexcept;
  address_view back() const noexcept;
  void pop_front() noexcept;
  void pop_back() noexcept;
  void push_front(address_view);
  void push_back(address_view);
  void prepend(const route&);
  void append(const route&);
  void clear() noexcept;

  iterator begin() const noexcept;
  iterator end() const noexcept;

  /// The addresses one after the other in canonical CBOR, without the array's head.
  bytes_view items() const noexcept;
  /// Appends addresses that are canonical CBOR already. Used by the decoder only.
  void append_items(bytes_view canonical, std::size_t count);

  friend bool operator==(const route&, const route&) noexcept;

private:
  enum class place { front, back };

  /// Bytes for three hops with worker addresses, 36 each, and for two links to add themselves.
  static constexpr std::size_t inline_size = 192;

  const std::uint8_t* data() const noexcept { return heap_ ? heap_.get() : inline_; }
  std::uint8_t* data() noexcept { return heap_ ? heap_.get() : inline_; }
  void take(route&) noexcept;
  void insert(place, bytes_view head, bytes_view body, std::size_t count);
  void make_room(std::size_t front, std::size_t back);

  std::unique_ptr<std::uint8_t[]> heap_; ///< empty while the items fit inline_
  std::size_t capacity_ = inline_size;
  std::size_t begin_ = inline_size; ///< where the items start
  std::size_t size_ = 0;            ///< bytes of all items
  std::size_t count_ = 0;
  std::uint8_t inline_[inline_size]; ///< only [begin_, begin_ + size_) is ever written or read
};

/// Visits the addresses in order. A view holds until the route changes.
class route::iterator {
public:
  using iterator_concept = std::forward_iterator_tag;
  using iterator_category = std::input_iterator_tag;
  using value_type = address_view;
  using difference_type = std::ptrdiff_t;
  using pointer = void;
  using reference = address_view;

  iterator() noexcept = default;
  address_view operator*() const noexcept;
  iterator& operator++() noexcept;
  iterator operator++(int) noexcept {
    auto before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const iterator&, const iterator&) noexcept = default;

private:
  friend class route;
  explicit iterator(const std::uint8_t* at) noexcept : at_(at) {}

  const std::uint8_t* at_ = nullptr;
};

/// Bytes of an address in a route's items().
std::size_t encoded_size(address_view) noexcept;

/// `0#a => 0#b`; an empty route gives an empty text.
std::string to_string(const route&);

} // namespace ockam::wire
