// Slices that wait for a socket, and the gather-write that sends them. First in, first out.
#pragma once
#include "transports/io/buffer.hpp"

#include <cstddef>
#include <vector>

namespace ockam::transports {

class output_queue {
public:
  enum class outcome {
    drained, ///< the queue is empty
    blocked, ///< the socket took what it could: wait until it is writable
    failed,  ///< errno says why; the connection cannot be used any more
  };

  /// Queues a slice; an empty one vanishes.
  void push(slice&&);
  bool empty() const noexcept { return count_ == 0; }
  std::size_t bytes() const noexcept { return bytes_; } ///< not yet taken by the socket
  /// Of memory that they and what they are kept in take, about.
  std::size_t cost() const noexcept { return bytes_ + count_ * sizeof(slice); }
  std::size_t slices() const noexcept { return count_; }
  /// Sends until the queue is empty or the socket full, config::slices_per_write slices a call.
  outcome write_to(int socket);
  /// The slice that is to leave next, for who sends it in another way. REQUIRES: not empty().
  wire::bytes_view front() const noexcept { return ring_[first_].view(); }
  /// So many bytes of it have left.
  void drop_front(std::size_t bytes);
  void clear();
  /// Copies small slices, and those that keep a much larger slab alive, into memory of their own,
  /// neighbours together: for output that has to wait.
  void compact();

private:
  slice& at(std::size_t index) noexcept { return ring_[(first_ + index) & (ring_.size() - 1)]; }
  void grow();
  void consume(std::size_t bytes);
  void release_memory();

  std::vector<slice> ring_; // its size is a power of two, or 0: an idle connection owns no memory
  std::size_t first_ = 0, count_ = 0, bytes_ = 0;
  std::size_t compacted_ = 0; // slices in front that compact() has seen
};

} // namespace ockam::transports
