// What a stream sent and may have to send again, oldest first. Large pieces are kept by a second
// reference to their slab; small ones are copied into blocks of the stream's own, because one small
// slice would keep a whole slab in use. An empty one owns no memory but itself, and a small piece
// more costs a copy: its block is asked for anew only when the one before is full, or was freed.
#pragma once
#include "transports/io/buffer.hpp"

#include <cstddef>

namespace ockam::actors {

class kept_bytes {
public:
  kept_bytes() = default;
  kept_bytes(const kept_bytes&) = delete;
  kept_bytes& operator=(const kept_bytes&) = delete;
  ~kept_bytes();

  /// Whether a piece of that size is kept by reference.
  static constexpr bool by_reference(std::size_t size) noexcept {
    return size >= config::resend_copied_max;
  }
  /// Keeps the bytes. If by reference, they are shared from now on: `data` may grow into the room
  /// around it and be given away, but nobody writes into what it had.
  void append(transports::slice& data);
  /// Forgets the oldest bytes. REQUIRES: bytes <= size().
  void drop(std::size_t bytes) noexcept;
  /// A run of bytes that begins `offset` bytes behind the oldest, at most `max` of them, and at
  /// least one. REQUIRES: offset < size(), max > 0.
  wire::bytes_view at(std::size_t offset, std::size_t max) const noexcept;
  std::size_t size() const noexcept { return size_; } ///< bytes of payload
  /// Bytes of memory behind them. A piece kept by reference counts as a quarter of a slab or more:
  /// others hold the rest of its slab for about as long.
  std::size_t cost() const noexcept { return cost_; }

private:
  struct run;
  void push(run*) noexcept;
  void pop() noexcept;

  run *first_ = nullptr, *last_ = nullptr; ///< owned; singly linked
  std::size_t size_ = 0, cost_ = 0;
};

} // namespace ockam::actors
