#include "actors/streams/kept_bytes.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>

namespace ockam::actors {

/// A piece kept by reference; or a block, with its bytes behind this head in one allocation.
struct kept_bytes::run {
  transports::slice reference{}; ///< empty in a block
  run* next = nullptr;
  std::size_t cost = 0;           ///< bytes of memory that it keeps in use
  std::size_t begin = 0, end = 0; ///< what is kept of its bytes
  std::size_t room = 0;           ///< bytes that may be copied in behind them

  std::uint8_t* bytes() noexcept { return reinterpret_cast<std::uint8_t*>(this + 1); }
  wire::bytes_view view() noexcept {
    return {(reference.empty() ? bytes() : reference.data()) + begin, end - begin};
  }
  static run* of_block(std::size_t whole) {
    const auto one = new (::operator new(whole)) run;
    one->cost = whole;
    one->room = whole - sizeof(run);
    return one;
  }
  static run* of_reference(transports::slice&& data) {
    const auto one = new (::operator new(sizeof(run))) run;
    one->cost = std::max(data.size(), config::slab_size / 4);
    one->end = data.size();
    one->reference = std::move(data);
    return one;
  }
  static void free(run* one) noexcept {
    std::destroy_at(one);
    ::operator delete(one);
  }
};

kept_bytes::~kept_bytes() {
  while (first_) pop();
}

void kept_bytes::append(transports::slice& data) {
  size_ += data.size();
  if (by_reference(data.size())) return push(run::of_reference(data.share()));
  for (auto left = data.view(); !left.empty();) {
    if (!last_ || last_->room == 0) {
      // Twice the block before, up to what the largest small piece needs.
      auto whole = last_ && last_->reference.empty() ? 2 * last_->cost : config::resend_block_min;
      while (whole < sizeof(run) + left.size()) whole *= 2;
      push(run::of_block(std::min(whole, config::resend_copied_max)));
    }
    const auto n = std::min(left.size(), last_->room);
    std::memcpy(last_->bytes() + last_->end, left.data(), n);
    last_->end += n, last_->room -= n;
    left = left.subspan(n);
  }
}

void kept_bytes::drop(std::size_t bytes) noexcept {
  assert(bytes <= size_);
  size_ -= bytes;
  while (bytes > 0) {
    const auto n = std::min(bytes, first_->end - first_->begin);
    first_->begin += n, bytes -= n;
    if (first_->begin == first_->end) pop();
  }
}

wire::bytes_view kept_bytes::at(std::size_t offset, std::size_t max) const noexcept {
  assert(offset < size_ && max > 0);
  auto one = first_;
  for (; offset >= one->view().size(); one = one->next) offset -= one->view().size();
  const auto found = one->view().subspan(offset);
  return found.first(std::min(found.size(), max));
}

void kept_bytes::push(run* one) noexcept {
  (last_ ? last_->next : first_) = one;
  last_ = one;
  cost_ += one->cost;
}

void kept_bytes::pop() noexcept {
  const auto one = first_;
  first_ = one->next;
  if (!first_) last_ = nullptr;
  cost_ -= one->cost;
  run::free(one);
}

} // namespace ockam::actors
