// Credit of one direction of a portal stream: a sender sends no more payload than its receiver
// granted, so a stopped reader stops its own stream's source and never a link. Both ends start with
// config::stream_credit_start. Pure. Source: spec wire §11.
#pragma once
#include "config/defaults.hpp"
#include "transports/io/clock.hpp"

#include <cstddef>
#include <cstdint>

namespace ockam::actors {

/// The sending end: it counts the payload bytes that may still be sent.
class send_credit {
public:
  std::uint64_t left() const noexcept { return left_; }
  void add(std::uint32_t bytes) noexcept { left_ += bytes; }
  /// REQUIRES: bytes <= left().
  void spend(std::uint64_t bytes) noexcept { left_ -= bytes; }

private:
  std::uint64_t left_ = config::stream_credit_start; ///< bytes; less with payload, more with credit
};

/// The receiving end. What was granted and has not come yet, and what came and still waits for the
/// local sink, together never exceed the window. The window is looked at once in a credit round
/// trip, to keep ahead of a link whose speed doubles in each of its own. It doubles, or quadruples
/// if it was wholly used, when
///   half of it or more was turned over in that round trip: the window and not the path is what
///     limits the sender, or soon will be;
///   and the sink kept up meanwhile;
///   and the last growth made the stream faster: on a busy host everything waits in some queue, and
///     a larger window would only make the queues longer. What is faster shows in turns of
///     config::stream_credit_turn_min, because the best of many shorter ones is luck.
class receive_window {
public:
  using time_point = transports::time_point;
  using duration = transports::duration;

  /// Payload came. Returns false if it is more than was granted: the sender broke the protocol.
  [[nodiscard]] bool take(std::size_t bytes, time_point now) noexcept;
  /// The sink took bytes that had come. Returns the credit to send now, 0 while it is not worth a
  /// message.
  /// REQUIRES: bytes <= held().
  [[nodiscard]] std::uint32_t release(std::size_t bytes, time_point now) noexcept;

  std::size_t size() const noexcept { return size_; }       ///< bytes of the whole window
  std::size_t granted() const noexcept { return granted_; } ///< bytes that have yet to come
  std::size_t held() const noexcept { return held_; }       ///< bytes that came, not yet released

private:
  void measure(time_point now) noexcept;
  void end_turn(time_point now) noexcept;
  duration shortest_turn() const noexcept;
  void begin_turn(time_point now) noexcept;
  void grow(double speed) noexcept;
  bool worth_growing(double speed) const noexcept;

  std::size_t size_ = config::stream_credit_start;
  std::size_t granted_ = config::stream_credit_start, held_ = 0;

  // One credit message at a time is timed: from its sending to the first byte that needed it. The
  // shortest such time is the round trip; a sender that was not waiting only makes it look longer.
  bool timing_ = false;
  std::size_t before_timed_ = 0; // bytes that may still come without this credit
  time_point timed_at_;
  duration round_trip_ = duration::max();

  // One turn: half a window's worth of bytes released, and shortest_turn() or more, counted from
  // the end of the turn before.
  std::size_t turned_ = 0;
  bool lagging_ = false; // whether the sink left much behind in this turn
  time_point turn_began_;
  double speed_ = 0, speed_before_ = 0; // bytes per second of the best turn: at this size, before
};

} // namespace ockam::actors
