#include "actors/streams/credit_window.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace ockam::actors {

using namespace std::chrono_literals;

namespace {

/// Credit is worth a message from a quarter of the window on, or from this on: a sender that waits
/// for credit then waits for one message, and a fast stream sends one per five chunks.
constexpr std::size_t grant_worth_sending = 256 * config::kib;

/// What a growth must bring before the next one: a path with room for it brings 2.
constexpr double speed_gain = 1.5;

/// From this share of the window on it was in use all the time: a sender that waits for credit
/// leaves the rest unused while its credit is on its way.
constexpr double wholly_used = 0.75;

double seconds(receive_window::duration time) noexcept {
  return std::chrono::duration<double>(std::max<receive_window::duration>(time, 1us)).count();
}

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
  if (turned_ >= size_ / 2 && now - turn_began_ >= shortest_turn()) end_turn(now);
  auto due = size_ - std::min(size_, granted_ + held_);
  if (due < std::min(size_ / 4, grant_worth_sending)) return 0;
  if (!timing_) {
    timing_ = true;
    before_timed_ = granted_;
    timed_at_ = now;
    if (round_trip_ == duration::max()) begin_turn(now); // what came before says nothing
  }
  granted_ += due;
  return static_cast<std::uint32_t>(due);
}

receive_window::duration receive_window::shortest_turn() const noexcept {
  return size_ < config::stream_credit_unproven
             ? round_trip_
             : std::max<duration>(round_trip_, config::stream_credit_turn_min);
}

void receive_window::begin_turn(time_point now) noexcept {
  lagging_ = false;
  turned_ = 0;
  turn_began_ = now;
}

void receive_window::end_turn(time_point now) noexcept {
  const auto speed = static_cast<double>(turned_) / seconds(now - turn_began_);
  speed_ = std::max(speed_, speed);
  if (!lagging_ && worth_growing(speed)) {
    grow(speed);
    speed_before_ = std::exchange(speed_, 0);
  }
  begin_turn(now);
}

void receive_window::grow(double speed) noexcept {
  const auto most = size_ < config::stream_credit_unproven ? config::stream_credit_unproven
                                                           : config::stream_credit_max;
  const auto wholly = speed * seconds(round_trip_) >= wholly_used * static_cast<double>(size_);
  size_ = std::min<std::size_t>((wholly ? 4 : 2) * size_, most);
}

bool receive_window::worth_growing(double speed) const noexcept {
  const auto limited = 2 * speed * seconds(round_trip_) >= static_cast<double>(size_);
  return limited
         && (size_ < config::stream_credit_unproven || speed_ >= speed_gain * speed_before_);
}

} // namespace ockam::actors
