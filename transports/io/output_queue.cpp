#include "transports/io/output_queue.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/uio.h>
#include <utility>

namespace ockam::transports {

namespace {

// Bytes gathered at once: more does not fit in a socket buffer anyway.
constexpr std::size_t bytes_per_write = 512 * config::kib;
constexpr std::size_t waste_max = 8; // slab bytes per payload byte that may be kept waiting
constexpr std::size_t much_waits =
    2 * config::link_queue_high;                     // the reader is slow: a copy is cheap
constexpr std::size_t waste_max_of_much = 2;         // then
constexpr std::size_t small_slice = 2 * config::kib; // smaller ones go into one block together

/// Empty rings of this thread: the queue that begins to fill takes the last one that drained, so
/// that an idle queue owns none, and a busy one finds one that is large enough.
class spare_rings {
public:
  std::vector<slice> take() {
    if (rings_.empty()) return {};
    auto last = std::move(rings_.back());
    rings_.pop_back();
    return last;
  }
  void put(std::vector<slice>&& ring) {
    constexpr std::size_t rings_kept = 16, slices_kept = 4096; // 3 MiB at most
    if (rings_.size() < rings_kept && ring.size() <= slices_kept) rings_.push_back(std::move(ring));
  }

private:
  std::vector<std::vector<slice>> rings_;
};
thread_local spare_rings spare_of_rings;

} // namespace

void output_queue::push(slice&& s) {
  if (s.empty()) return;
  if (count_ == ring_.size()) grow();
  bytes_ += s.size();
  at(count_++) = std::move(s);
}

output_queue::outcome output_queue::write_to(int socket) {
  while (count_ > 0) {
    std::array<iovec, config::slices_per_write> parts;
    std::size_t used = 0, wanted = 0;
    for (; used < std::min(count_, parts.size()) && wanted < bytes_per_write; ++used) {
      auto& s = at(used);
      parts[used] = {s.data(), s.size()};
      wanted += s.size();
    }
    msghdr batch{};
    batch.msg_iov = parts.data();
    batch.msg_iovlen = used;
    auto sent = ::sendmsg(socket, &batch, MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EINTR) continue;
      return errno == EAGAIN ? outcome::blocked : outcome::failed;
    }
    consume(static_cast<std::size_t>(sent));
    if (static_cast<std::size_t>(sent) < wanted) return outcome::blocked;
  }
  release_memory();
  return outcome::drained;
}

void output_queue::drop_front(std::size_t bytes) {
  consume(bytes);
  if (empty()) release_memory();
}

void output_queue::consume(std::size_t bytes) {
  bytes_ -= bytes;
  while (bytes > 0) {
    auto& s = at(0);
    if (bytes < s.size()) return s.drop_front(bytes);
    bytes -= s.size();
    s = slice{};
    first_ = (first_ + 1) & (ring_.size() - 1);
    --count_;
    if (compacted_ > 0) --compacted_;
  }
}

void output_queue::clear() {
  ring_.clear();
  ring_.shrink_to_fit();
  first_ = count_ = bytes_ = compacted_ = 0;
}

void output_queue::grow() {
  if (ring_.empty()) ring_ = spare_of_rings.take();
  if (count_ < ring_.size()) return;
  std::vector<slice> larger(std::max<std::size_t>(4, ring_.size() * 2));
  for (std::size_t i = 0; i < count_; ++i) larger[i] = std::move(at(i));
  ring_ = std::move(larger);
  first_ = 0;
}

void output_queue::release_memory() {
  first_ = compacted_ = 0;
  if (!ring_.empty()) spare_of_rings.put(std::exchange(ring_, {}));
}

/// Neighbours that waste memory become one slice together, or a stalled reader of messages of a byte
/// would keep a read slab, or a slice of 48 bytes, for each of them.
void output_queue::compact() {
  const auto waste = bytes_ > much_waits ? waste_max_of_much : waste_max;
  const auto wastes = [waste](const slice& s) {
    return s.size() < small_slice || s.held() > waste * s.size();
  };
  // What came since the last time may go on with a small block that was made then.
  auto from = compacted_;
  if (from > 0 && at(from - 1).size() < small_slice) --from;
  auto to = from;
  while (from < count_) {
    auto end = from;
    std::size_t size = 0;
    while (end < count_ && size + at(end).size() <= config::slab_size && wastes(at(end)))
      size += at(end++).size();
    if (end == from || (end == from + 1 && at(from).held() <= waste_max_of_much * size)) {
      if (to != from) at(to) = std::move(at(from));
      ++to, ++from;
      continue;
    }
    auto block = slab::make_small(size);
    auto next = block->data();
    for (; from < end; ++from) {
      auto part = std::exchange(at(from), slice{});
      std::memcpy(next, part.data(), part.size());
      next += part.size();
    }
    const auto first = block->data();
    at(to++) = slice{std::move(block), first, size, 0, 0};
  }
  for (auto i = to; i < count_; ++i) at(i) = slice{};
  compacted_ = count_ = to;
}

} // namespace ockam::transports
