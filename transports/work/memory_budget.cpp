#include "transports/work/memory_budget.hpp"

#include "config/defaults.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>

namespace ockam::transports {

/// By the four highest bits: 8..15 for the first power of two, then 8 more for each.
std::size_t memory_budget::list_of(std::size_t bytes) noexcept {
  constexpr unsigned kept = 4;
  const auto bits = static_cast<unsigned>(std::bit_width(bytes));
  if (bits <= kept) return bytes;
  const auto shift = bits - kept;
  return (std::size_t{shift} << (kept - 1)) + (bytes >> shift);
}

void memory_budget::enlist(share& who) noexcept {
  if (who.held_ == 0) return;
  const auto list = list_of(who.held_);
  who.previous_ = nullptr;
  who.next_ = first_[list];
  if (who.next_) who.next_->previous_ = &who;
  first_[list] = &who;
  used_[list / 64] |= std::uint64_t{1} << list % 64;
}

void memory_budget::strike(share& who) noexcept {
  if (who.held_ == 0) return;
  const auto list = list_of(who.held_);
  if (who.next_) who.next_->previous_ = who.previous_;
  (who.previous_ ? who.previous_->next_ : first_[list]) = who.next_;
  if (!first_[list]) used_[list / 64] &= ~(std::uint64_t{1} << list % 64);
}

/// REQUIRES: somebody holds something.
memory_budget::share& memory_budget::largest() const noexcept {
  auto word = used_.size() - 1;
  while (used_[word] == 0) --word;
  const auto bit = 63 - static_cast<std::size_t>(std::countl_zero(used_[word]));
  return *first_[word * 64 + bit];
}

void memory_budget::end_largest() {
  auto& gone = largest();
  strike(gone);
  gone.over_ = true;
  held_ -= gone.held_;
  leaving_ += gone.held_;
  ++ended_;
  gone.end_(); // which may change other shares, and so end more
}

void memory_budget::look_for_fall() {
  const auto now = held_ + leaving_;
  peak_ = std::max(peak_, now);
  if (now > peak_ / 2 || peak_ - now < config::memory_fall_min) return;
  peak_ = now;
  ++falls_;
  if (on_fall_) on_fall_();
}

void memory_budget::share::change(std::size_t bytes) {
  const auto before = held_;
  if (list_of(before) == list_of(bytes)) {
    held_ = bytes;
  } else {
    all_.strike(*this);
    held_ = bytes;
    all_.enlist(*this);
  }
  all_.held_ += bytes;
  all_.held_ -= before;
  if (bytes < before) return all_.look_for_fall();
  all_.peak_ = std::max(all_.peak_, all_.held_ + all_.leaving_);
  while (all_.held_ > all_.max_) all_.end_largest();
}

void memory_budget::share::give_back() {
  if (!over_) return hold(0);
  all_.leaving_ -= std::exchange(held_, 0);
  all_.look_for_fall();
}

} // namespace ockam::transports
