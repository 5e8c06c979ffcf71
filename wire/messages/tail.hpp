// What a node of ours appends to messages that others read, too: they ignore it, and it ignores what
// others append. Source: spec wire §11, our extension.
//   tail   4f 01 bytes
#pragma once
#include "wire/encoding/bare.hpp"

#include <cstddef>

namespace ockam::wire {

inline constexpr std::uint8_t tail_mark = 0x4f, tail_version = 1;
inline constexpr std::size_t tail_head_size = 2; ///< mark, version

/// Takes mark and version of a tail of ours; false if what is left is none, or has not `size` bytes
/// behind them.
inline bool take_tail_head(bare_reader& in, std::size_t size) {
  return in.rest().size() >= tail_head_size + size && in.u8() == tail_mark
         && in.u8() == tail_version;
}

/// Appends the head of a tail.
inline bare_writer begin_tail(bytes& out) {
  return bare_writer{out}.u8(tail_mark).u8(tail_version);
}

} // namespace ockam::wire
