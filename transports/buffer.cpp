#include "transports/buffer.hpp"

#include <cstdlib>
#include <cstring>
#include <new>
#include <sys/mman.h>
#include <vector>

namespace ockam::transports {

namespace {

/// Free slabs of the usual size, the last one used first.
struct free_list {
  ~free_list();
  std::vector<void*> blocks;
};
thread_local free_list spare;
thread_local bool spare_gone = false; // slabs of other thread_local objects may come later

/// Large blocks come from the system itself, so that what a burst took goes back to it.
constexpr std::size_t large = 128 * config::kib;

void* allocate(std::size_t size) {
  if (size < large) return std::aligned_alloc(64, size);
  auto block = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return block == MAP_FAILED ? nullptr : block;
}

void give_back(void* block, std::size_t size) {
  if (size < large)
    std::free(block);
  else
    ::munmap(block, size);
}

free_list::~free_list() {
  for (auto block : blocks) give_back(block, slab::block_size(config::slab_size));
  spare_gone = true;
}

} // namespace

slab_ref slab::make(std::size_t capacity) {
  if (capacity <= config::slab_size) {
    capacity = config::slab_size;
    if (!spare.blocks.empty()) {
      auto block = spare.blocks.back();
      spare.blocks.pop_back();
      return slab_ref{new (block) slab{capacity}};
    }
  }
  return make_small(capacity);
}

slab_ref slab::make_small(std::size_t capacity) {
  auto block = allocate(block_size(capacity));
  if (!block) throw std::bad_alloc{};
  return slab_ref{new (block) slab{capacity}};
}

void slab::release() noexcept {
  auto usual = capacity_ == config::slab_size;
  auto size = block_size(capacity_);
  this->~slab();
  if (usual && !spare_gone && spare.blocks.size() < config::slabs_kept)
    spare.blocks.push_back(this);
  else
    give_back(this, size);
}

slice slice::copy_of(wire::bytes_view data, std::size_t head, std::size_t tail) {
  auto room = head + data.size() + tail;
  if (head <= config::headroom && tail <= config::tailroom && room <= config::slab_size / 4) {
    auto result = arena::of_this_thread().take(data.size());
    if (!data.empty()) std::memcpy(result.data(), data.data(), data.size());
    return result;
  }
  auto block = slab::make(room);
  auto at = block->data() + head;
  if (!data.empty()) std::memcpy(at, data.data(), data.size());
  return {std::move(block), at, data.size(), head, tail};
}

std::uint8_t* arena::reserve(std::size_t size) {
  auto room = config::headroom + size + config::tailroom;
  if (slab_ && !slab_->shared()) offset_ = 0; // all that was handed out is gone
  if (!slab_ || slab_->capacity() - offset_ < room) slab_ = slab::make(room), offset_ = 0;
  reserved_ = slab_->capacity() - offset_ - config::headroom - config::tailroom;
  return slab_->data() + offset_ + config::headroom;
}

slice arena::keep(std::size_t used) {
  assert(used <= reserved_);
  auto at = slab_->data() + offset_ + config::headroom;
  slice result{slab_, at, used, config::headroom, config::tailroom};
  offset_ += (config::headroom + used + config::tailroom + 63) & ~std::size_t{63};
  if (offset_ > slab_->capacity()) offset_ = slab_->capacity();
  reserved_ = 0;
  return result;
}

arena& arena::of_this_thread() {
  static thread_local arena instance;
  return instance;
}

} // namespace ockam::transports
