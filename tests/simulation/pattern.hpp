// What sources give: bytes of one block that are told apart by where they lie, so that a chunk is
// sent, kept and compared without being copied.
#pragma once
#include "transports/io/buffer.hpp"

#include <cstdint>

namespace ockam::simulation {

/// A source's bytes are found at its own offset in the block.
inline constexpr std::size_t source_max = 2 * config::mib;

class pattern {
public:
  static const pattern& of_all();
  transports::slice part(std::size_t offset, std::size_t size) const;
  /// Whether these are the bytes at that offset.
  bool is(wire::bytes_view, std::size_t offset) const;
  /// The bytes as a slice: by reference, if they lie in the block.
  transports::slice slice_of(wire::bytes_view) const;
  /// Any bytes, as many as a window has at most.
  transports::slice filler(std::size_t size) const { return part(0, size); }

private:
  pattern();
  bool holds(wire::bytes_view) const;

  transports::slab_ref block_;
};

} // namespace ockam::simulation
