// A route is a list of addresses, kept in its wire form (CBOR, spec wire §1.4) so that reading one
// off a frame and writing one to a frame is a copy of bytes. Short routes live inside the object;
// popping and pushing at the front moves nothing.
#pragma once
#include "wire/address.hpp"

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>

namespace ockam::wire {

class route {
public:
  class iterator;

  route() noexcept = default;
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
};

/// `0#a => 0#b`; an empty route gives an empty text.
std::string to_string(const route&);

} // namespace ockam::wire
