#include "transports/io/buffer.hpp"

#include "transports/io/slab_count.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <sys/mman.h>
#include <vector>

namespace ockam::transports {

namespace {

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

void give_back_usual(void* block) { give_back(block, slab::block_size(config::slab_size)); }

/// Free slabs on their way from threads that free more than they make to those that make more than
/// they free, the last one first: its bytes are still in a cache. It takes none while only one
/// thread keeps any.
class slab_exchange {
public:
  ~slab_exchange() { std::for_each(blocks_.begin(), blocks_.end(), give_back_usual); }
  void enter() noexcept { ++threads_; }
  void leave() noexcept { --threads_; }
  bool used() const noexcept { return threads_.load(std::memory_order_relaxed) > 1; }
  /// Takes a free block. Returns false if there are enough here.
  bool put(void* block) {
    std::lock_guard guard{mutex_};
    if (blocks_.size() + 1 > config::slabs_kept * (threads_ - 1)) return false;
    blocks_.push_back(block);
    waiting_ = blocks_.size();
    return true;
  }
  /// A free block; null if there is none.
  void* take() {
    if (waiting_.load(std::memory_order_relaxed) == 0) return nullptr;
    std::lock_guard guard{mutex_};
    if (blocks_.empty()) return nullptr;
    auto block = blocks_.back();
    blocks_.pop_back();
    waiting_ = blocks_.size();
    return block;
  }

private:
  std::mutex mutex_; // guards the slabs
  std::vector<void*> blocks_;
  std::atomic<std::size_t> waiting_ = 0, threads_ = 0;
} exchange;

constexpr std::size_t kept_beside_others = 2; ///< slabs that a thread keeps when there are more

/// Free slabs of the usual size, the last one used first.
struct free_list {
  free_list() { exchange.enter(); }
  ~free_list();
  std::vector<void*> blocks;
};
thread_local free_list spare_slabs;
thread_local bool spare_gone = false; // slabs of other thread_local objects may come later
thread_local std::ptrdiff_t in_use_here = 0;

free_list::~free_list() {
  std::for_each(blocks.begin(), blocks.end(), give_back_usual);
  exchange.leave();
  spare_gone = true;
}

bool keep(void* block) {
  if (spare_gone) return false;
  if (exchange.used() && spare_slabs.blocks.size() >= kept_beside_others)
    return exchange.put(block);
  if (spare_slabs.blocks.size() == config::slabs_kept) return false;
  spare_slabs.blocks.push_back(block);
  return true;
}

void* kept() {
  if (spare_slabs.blocks.empty()) return exchange.take();
  auto block = spare_slabs.blocks.back();
  spare_slabs.blocks.pop_back();
  return block;
}

} // namespace

slab_ref slab::make(std::size_t capacity) {
  if (capacity <= config::slab_size) {
    capacity = config::slab_size;
    if (auto block = kept()) {
      ++in_use_here;
      return slab_ref{new (block) slab{capacity}};
    }
  }
  return make_small(capacity);
}

slab_ref slab::make_small(std::size_t capacity) {
  auto block = allocate(block_size(capacity));
  if (!block) throw std::bad_alloc{};
  if (capacity >= config::slab_size) ++in_use_here;
  return slab_ref{new (block) slab{capacity}};
}

void slab::release() noexcept {
  if (capacity_ >= config::slab_size) --in_use_here;
  auto usual = capacity_ == config::slab_size;
  auto size = block_size(capacity_);
  this->~slab();
  if (!usual || !keep(this)) give_back(this, size);
}

std::ptrdiff_t slabs_in_use_here() noexcept { return in_use_here; }

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
