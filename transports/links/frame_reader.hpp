// Cuts what a socket delivers into frames: one system call per readiness, and the bytes stay where
// the call put them. Only a frame that arrived in parts is put together, in a buffer that grows
// with what arrived, never with what was claimed; it is read into directly.
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
    some,    ///< take first_byte() and next() until there is no more
    nothing, ///< the socket has nothing for now
    end,     ///< the peer has finished
    failed,  ///< errno says why
  };
  /// Reads once. REQUIRES: next() has said that there is no more.
  outcome read_from(int socket);
  /// Bytes that the last read_from() brought.
  std::size_t read_size() const noexcept { return read_size_; }
  /// What stands in front of all frames. REQUIRES: the first read_from() was the last call.
  std::uint8_t take_first_byte();
  /// The body of the next frame; the room in front of it reaches back to the frame before. Nothing
  /// if more bytes must arrive first, or if the stream is broken.
  std::optional<slice> next();
  /// The next frame is larger than config::frame_size_max: the length it claimed.
  std::optional<std::size_t> oversized() const noexcept { return oversized_; }
  /// Bytes that wait for the rest of their frame.
  std::size_t partial() const noexcept { return part_size_; }
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

  slice fresh_;   ///< read, not yet cut
  slab_ref part_; ///< the beginning of a frame
  std::size_t part_size_ = 0, part_capacity_ = 0;
  std::size_t wanted_ = 0; ///< bytes of the frame with its length; 0 while that is unknown
  std::size_t read_size_ = 0;
  std::optional<std::size_t> oversized_;
};

} // namespace ockam::transports
