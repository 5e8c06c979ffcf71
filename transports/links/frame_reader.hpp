// Cuts what a socket delivers into frames: one system call per readiness, and the bytes stay where
// the call put them. Only a frame that arrived in parts is put together, in a buffer that grows
// with what arrived, never with what was claimed; the socket is read into that buffer directly.
#pragma once
#include "transports/io/buffer.hpp"
#include "wire/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace ockam::transports {

class frame_reader {
public:
  enum class outcome {
    some,    ///< bytes came: call take_first_byte(), once, and next() until there is no more
    nothing, ///< the socket has no bytes for now
    end,     ///< the peer has finished sending
    failed,  ///< errno says why
  };
  /// Reads once. REQUIRES: next() has said that there is no more.
  outcome read_from(int socket);
  /// Bytes that the last read_from() brought.
  std::size_t read_size() const noexcept { return read_size_; }
  /// The byte in front of all frames. REQUIRES: the first read_from() was the last call.
  std::uint8_t take_first_byte();
  /// The body of the next frame; the room in front of it reaches back to the frame before. None if
  /// more bytes must arrive first, or if the stream is broken.
  std::optional<slice> next();
  /// The length that the next frame claims, if that is more than config::frame_size_max.
  std::optional<std::size_t> oversized() const noexcept { return oversized_; }
  /// Bytes that wait for the rest of their frame.
  std::size_t partial() const noexcept { return part_size_; }
  /// Bytes of the last read that next() has not looked at.
  std::size_t uncut() const noexcept { return fresh_.size(); }
  void clear();

private:
  std::optional<slice> next_whole();
  std::optional<slice> next_joined();
  bool read_length(const std::uint8_t* at);
  void append(std::size_t size);
  void keep_part();
  std::size_t grown_capacity() const noexcept;
  void reserve_part(std::size_t capacity, std::size_t useful);
  std::uint8_t* part_data() const noexcept { return part_->data() + config::headroom; }

  slice fresh_;   ///< bytes that were read and are not yet cut
  slab_ref part_; ///< the beginning of a frame whose rest has yet to arrive
  std::size_t part_size_ = 0, part_capacity_ = 0;
  std::size_t wanted_ = 0; ///< bytes of the frame and its length; 0 while that is unknown
  std::size_t read_size_ = 0;
  std::optional<std::size_t> oversized_;
};

} // namespace ockam::transports
