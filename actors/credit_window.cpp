#include "actors/credit_window.hpp"

#include <algorithm>
#include <cassert>

namespace ockam::actors {

namespace {

/// Credit is worth a message from a quarter of the window on, or from this on: a sender that waits
/// for credit then waits for one message, and a fast stream sends one per five chunks.
constexpr std::size_t grant_worth_sending = 256 * config::kib;

} // namespace

bool receive_window::take(std::size_t bytes, time_point now) noexcept {
  if (bytes > granted_) return false;
  granted_ -= bytes;
  held_ += bytes;
  if (timing_ && bytes > before_timed_)
    measure(now);
  else if (timing_)
    before_timed_ -= bytes;
  if (!turning_ && bytes > 0) {
    turning_ = true;
    turn_began_ = now;
  }
  return true;
}

void receive_window::measure(time_point now) noexcept {
  timing_ = false;
  round_trip_ = std::min(round_trip_, now - timed_at_);
}

std::uint32_t receive_window::release(std::size_t bytes, time_point now) noexcept {
  assert(bytes <= held_);
  held_ -= bytes;
  turned_ += bytes;
  if (held_ > size_ / 4) lagging_ = true;
  if (turned_ >= size_) grow(now);
  auto due = size_ - std::min(size_, granted_ + held_);
  if (due < std::min(size_ / 4, grant_worth_sending)) return 0;
  if (!timing_) {
    timing_ = true;
    before_timed_ = granted_;
    timed_at_ = now;
  }
  granted_ += due;
  return static_cast<std::uint32_t>(due);
}

void receive_window::grow(time_point now) noexcept {
  auto known = round_trip_ != duration::max();
  if (known && !lagging_ && now - turn_began_ <= 2 * round_trip_)
    size_ = std::min<std::size_t>(2 * size_, config::stream_credit_max);
  turned_ = 0;
  turning_ = lagging_ = false;
}

} // namespace ockam::actors
