#include "actors/credit_window.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace ockam::actors {

using namespace std::chrono_literals;

namespace {

/// Credit is worth a message from a quarter of the window on, or from this on: a sender that waits
/// for credit then waits for one message, and a fast stream sends one per five chunks.
constexpr std::size_t grant_worth_sending = 256 * config::kib;

/// What a doubling must bring before the next one: a path with room for it brings 2.
constexpr double speed_gain = 1.5;

} // namespace

bool receive_window::take(std::size_t bytes, time_point now) noexcept {
  if (bytes > granted_) return false;
  granted_ -= bytes;
  held_ += bytes;
  if (timing_ && bytes > before_timed_)
    measure(now);
  else if (timing_)
    before_timed_ -= bytes;
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
  if (turned_ >= size_) end_turn(now);
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

void receive_window::end_turn(time_point now) noexcept {
  const auto turn = now - turn_began_;
  if (turning_) { // the first turn began with a burst: it says nothing
    const std::chrono::duration<double> seconds = std::max<duration>(turn, 1us);
    speed_ = std::max(speed_, static_cast<double>(turned_) / seconds.count());
    if (!lagging_ && worth_growing(turn)) {
      size_ = std::min<std::size_t>(2 * size_, config::stream_credit_max);
      speed_before_ = std::exchange(speed_, 0);
    }
  }
  turning_ = true;
  lagging_ = false;
  turned_ = 0;
  turn_began_ = now;
}

bool receive_window::worth_growing(duration turn) const noexcept {
  const auto limited = round_trip_ != duration::max() && turn <= 2 * round_trip_;
  return limited
         && (size_ < config::stream_credit_unproven || speed_ >= speed_gain * speed_before_);
}

} // namespace ockam::actors
