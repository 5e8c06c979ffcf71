// Memory that a socket reads into and that is written from again without a copy in between.
//   slab    one block of config::slab_size bytes, or a larger one for a large frame; its references
//           are counted
//   slice   a run of bytes in a slab, and the room in front of it and behind it that nobody else
//           uses: [ headroom | data | tailroom ]
// A frame's head, a nonce or a tag is written into that room, in place.
#pragma once
#include "config/defaults.hpp"
#include "wire/bytes.hpp"

#include <atomic>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace ockam::transports {

class slab_ref;

/// A block of memory; lives while somebody holds a slab_ref. Each thread keeps free slabs of the
/// usual size; what it has too many of goes to other threads that keep some.
class slab {
public:
  static slab_ref make(std::size_t capacity = config::slab_size);
  /// Exactly `capacity` bytes, for what may be kept for long: a slab of the usual size would be
  /// waste.
  static slab_ref make_small(std::size_t capacity);
  std::uint8_t* data() noexcept { return reinterpret_cast<std::uint8_t*>(this) + head_size; }
  std::size_t capacity() const noexcept { return capacity_; }
  /// Bytes of memory behind a slab of that capacity, its head included.
  static constexpr std::size_t block_size(std::size_t capacity) noexcept {
    return (head_size + capacity + 63) & ~std::size_t{63};
  }
  bool shared() const noexcept { return references_.load(std::memory_order_acquire) > 1; }

private:
  friend class slab_ref;
  static constexpr std::size_t head_size = 64; // keeps data() 64-byte aligned
  explicit slab(std::size_t capacity) : capacity_(capacity) {}
  void release() noexcept;
  std::atomic<std::uint32_t> references_{0}; ///< slab_refs; at 0 the block is given back
  std::size_t capacity_;                     ///< bytes at data()
};

/// Counts as one reference to a slab, from any thread.
class slab_ref {
public:
  slab_ref() = default;
  explicit slab_ref(slab* s) noexcept : slab_(s) {
    if (slab_) slab_->references_.fetch_add(1, std::memory_order_relaxed);
  }
  slab_ref(const slab_ref& other) noexcept : slab_ref(other.slab_) {}
  slab_ref(slab_ref&& other) noexcept : slab_(std::exchange(other.slab_, nullptr)) {}
  slab_ref& operator=(slab_ref other) noexcept {
    std::swap(slab_, other.slab_);
    return *this;
  }
  ~slab_ref() {
    if (slab_ && slab_->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) slab_->release();
  }
  slab* operator->() const noexcept { return slab_; }
  slab& operator*() const noexcept { return *slab_; }
  explicit operator bool() const noexcept { return slab_ != nullptr; }

private:
  slab* slab_ = nullptr;
};

/// A run of bytes in a slab, which it keeps alive. Moving one costs no count of references.
class slice {
public:
  slice() = default;
  /// REQUIRES: head bytes before `data` and tail bytes behind it belong to this slice alone.
  slice(slab_ref block, std::uint8_t* data, std::size_t size, std::size_t head,
        std::size_t tail) noexcept
      : slab_(std::move(block)), data_(data), size_(size), head_(head), tail_(tail) {}
  slice(slice&& other) noexcept { *this = std::move(other); }
  slice& operator=(slice&& other) noexcept {
    slab_ = std::move(other.slab_);
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    head_ = std::exchange(other.head_, 0);
    tail_ = std::exchange(other.tail_, 0);
    shares_ = std::exchange(other.shares_, false);
    return *this;
  }
  /// A copy shares the bytes and must write neither into nor around them.
  slice(const slice& other) noexcept
      : slab_(other.slab_), data_(other.data_), size_(other.size_), shares_(true) {}
  slice& operator=(const slice& other) noexcept { return *this = slice{other}; }
  /// Another slice of the same bytes, to be kept while this one goes its way: nobody writes into
  /// them any more, but the room around them goes on being this one's.
  slice share() noexcept {
    shares_ = true;
    return *this;
  }

  /// A slice of new memory that nobody shares, with room on both sides.
  static slice copy_of(wire::bytes_view, std::size_t head = config::headroom,
                       std::size_t tail = config::tailroom);

  std::uint8_t* data() noexcept { return data_; }
  const std::uint8_t* data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  std::size_t headroom() const noexcept { return head_; }
  std::size_t tailroom() const noexcept { return tail_; }
  /// Whether the bytes are of another slice, too: make a copy_of() them before you write into them.
  bool shares() const noexcept { return shares_; }
  wire::bytes_view view() const noexcept { return {data_, size_}; }
  operator wire::bytes_view() const noexcept { return view(); }
  /// Bytes of memory that stay in use because of this slice.
  std::size_t held() const noexcept { return slab_ ? slab_->capacity() : 0; }

  /// Grows by `n` bytes to the front and returns where they begin. REQUIRES: n <= headroom().
  std::uint8_t* grow_front(std::size_t n) noexcept {
    assert(n <= headroom());
    head_ -= n, size_ += n;
    return data_ -= n;
  }
  /// Grows by `n` bytes at the end and returns where they begin. REQUIRES: n <= tailroom().
  std::uint8_t* grow_back(std::size_t n) noexcept {
    assert(n <= tailroom());
    tail_ -= n, size_ += n;
    return data_ + size_ - n;
  }
  /// Takes the first `n` bytes off as a slice of their own, which gets the room in front.
  /// REQUIRES: n <= size().
  slice split_front(std::size_t n) noexcept {
    assert(n <= size_);
    slice front{slab_, data_, n, head_, 0};
    front.shares_ = shares_;
    data_ += n, size_ -= n, head_ = 0;
    return front;
  }
  /// Drops the first bytes, which become headroom unless they are shared. REQUIRES: n <= size().
  void drop_front(std::size_t n) noexcept {
    assert(n <= size_);
    data_ += n, size_ -= n, head_ = shares_ ? 0 : head_ + n;
  }
  /// Drops the last bytes, which become tailroom unless they are shared. REQUIRES: n <= size().
  void drop_back(std::size_t n) noexcept {
    assert(n <= size_);
    size_ -= n, tail_ = shares_ ? 0 : tail_ + n;
  }
  /// Keeps `part`; all that is around it becomes room. REQUIRES: `part` lies within this slice.
  void shrink_to(wire::bytes_view part) noexcept {
    drop_front(static_cast<std::size_t>(part.data() - data_));
    drop_back(size_ - part.size());
  }

private:
  slab_ref slab_;
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0, head_ = 0, tail_ = 0; ///< bytes at data_, before them, behind them
  bool shares_ = false; ///< from when it was copied from another, or shared, until it is moved from
};

/// Hands out room from one slab after the other, for small reads and small messages of one thread:
/// an idle connection owns no buffer.
class arena {
public:
  /// Returns at least `size` bytes with room around them. Until keep() says how many of them were
  /// used, the next call returns the same bytes.
  std::uint8_t* reserve(std::size_t size);
  /// Usable bytes at what reserve() returned.
  std::size_t reserved() const noexcept { return reserved_; }
  /// The first `used` bytes of what reserve() returned, as a slice.
  slice keep(std::size_t used);
  /// A slice of `size` bytes, not initialised.
  slice take(std::size_t size) {
    reserve(size);
    return keep(size);
  }
  static arena& of_this_thread();

private:
  slab_ref slab_;
  /// Where the next room begins in slab_, which grows with keep(); what reserved() says.
  std::size_t offset_ = 0, reserved_ = 0;
};

} // namespace ockam::transports
