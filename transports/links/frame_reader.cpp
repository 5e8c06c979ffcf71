#include "transports/links/frame_reader.hpp"

#include "config/defaults.hpp"
#include "wire/messages/frame.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/uio.h>

namespace ockam::transports {

namespace {

constexpr std::size_t rooms = config::headroom + config::tailroom;

/// Blocks of parts whose frames are gone, for this thread's next parts. Few: a link has one part,
/// and most frames come whole.
class part_blocks {
public:
  /// Room for at least `capacity` bytes with room around them.
  slab_ref take(std::size_t capacity) {
    for (const auto& b : blocks_)
      if (b && !b->shared() && b->capacity() >= rooms + capacity) return b;
    auto made = slab::make_small(rooms + capacity);
    const auto place = std::find_if(blocks_.begin(), blocks_.end(),
                                    [](const slab_ref& b) { return !b || !b->shared(); });
    if (place != blocks_.end() && capacity <= capacity_kept) *place = made;
    return made;
  }

private:
  static constexpr std::size_t capacity_kept = 64 * config::kib; // a portal's chunk and its head
  std::array<slab_ref, 8> blocks_;
};
thread_local part_blocks spare;

} // namespace

frame_reader::outcome frame_reader::read_from(int socket) {
  assert(fresh_.empty());
  auto& shared = arena::of_this_thread();
  std::size_t part_room = 0;
  iovec room[2];
  int parts = 0;
  if (part_) {
    if (part_size_ == part_capacity_) reserve_part(std::min(wanted_, grown_capacity()), wanted_);
    part_room = part_capacity_ - part_size_;
    room[parts++] = {part_data() + part_size_, part_room};
  }
  auto at = shared.reserve(config::link_read_min);
  room[parts++] = {at, shared.reserved()};
  auto got = ::readv(socket, room, parts);
  if (got < 0) return errno == EAGAIN || errno == EINTR ? outcome::nothing : outcome::failed;
  if (got == 0) return outcome::end;
  read_size_ = static_cast<std::size_t>(got);
  auto joined = std::min(read_size_, part_room);
  part_size_ += joined;
  if (read_size_ > joined) fresh_ = shared.keep(read_size_ - joined);
  return outcome::some;
}

std::uint8_t frame_reader::take_first_byte() {
  assert(!part_ && !fresh_.empty());
  auto first = fresh_.data()[0];
  fresh_.drop_front(1);
  return first;
}

std::optional<slice> frame_reader::next() {
  if (oversized_) return {};
  return part_ ? next_joined() : next_whole();
}

std::optional<slice> frame_reader::next_whole() {
  if (fresh_.size() >= wire::frame_length_size) {
    if (!read_length(fresh_.data())) return {};
    if (fresh_.size() >= wanted_) {
      auto frame = fresh_.split_front(wanted_);
      frame.drop_front(wire::frame_length_size);
      return frame;
    }
  }
  keep_part();
  return {};
}

std::optional<slice> frame_reader::next_joined() {
  if (wanted_ == 0) {
    append(wire::frame_length_size);
    if (part_size_ < wire::frame_length_size || !read_length(part_data())) return {};
  }
  append(wanted_);
  if (part_size_ < wanted_) return {};
  slice frame{part_, part_data(), part_size_, config::headroom, config::tailroom};
  frame.drop_front(wire::frame_length_size);
  part_ = {};
  part_size_ = part_capacity_ = 0;
  return frame;
}

/// Completes the part to `size` bytes, as far as what was read behind it goes.
void frame_reader::append(std::size_t size) {
  auto more = std::min(size - part_size_, fresh_.size());
  if (part_size_ + more > part_capacity_)
    reserve_part(std::min(size, std::max(part_size_ + more, grown_capacity())), size);
  if (more > 0) std::memcpy(part_data() + part_size_, fresh_.data(), more);
  part_size_ += more;
  fresh_.drop_front(more);
  if (fresh_.empty()) fresh_ = {}; // lets go of the block
}

bool frame_reader::read_length(const std::uint8_t* at) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < wire::frame_length_size; ++i) size = size << 8 | at[i];
  if (size > config::frame_size_max) {
    oversized_ = size;
    return false;
  }
  wanted_ = wire::frame_length_size + size;
  return true;
}

/// What is left becomes the beginning of a frame in a buffer of its own: the shared block must not
/// wait for a slow peer.
void frame_reader::keep_part() {
  auto rest = std::exchange(fresh_, {});
  if (rest.empty()) return;
  if (rest.size() < wire::frame_length_size) wanted_ = 0;
  auto whole = wanted_ > 0 ? wanted_ : wire::frame_length_size;
  reserve_part(std::min(whole, std::max(rest.size() * 2, config::partial_frame_start)), whole);
  std::memcpy(part_data(), rest.data(), rest.size());
  part_size_ = rest.size();
}

std::size_t frame_reader::grown_capacity() const noexcept {
  return std::max(part_capacity_ * 2, config::partial_frame_start);
}

/// Room for `capacity` bytes of the part; `useful` ones if the block has them.
void frame_reader::reserve_part(std::size_t capacity, std::size_t useful) {
  auto larger = spare.take(capacity);
  if (part_size_ > 0) std::memcpy(larger->data() + config::headroom, part_data(), part_size_);
  part_ = std::move(larger);
  part_capacity_ = std::min(useful, part_->capacity() - rooms);
}

void frame_reader::clear() { *this = {}; }

} // namespace ockam::transports
