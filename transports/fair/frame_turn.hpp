// The place of one taker among those whose frames take turns (transports/fair/frame_turns.hpp): of
// which source it is, whether it waits in line, and how many frames it took in its turn.
#pragma once
#include "transports/fair/frame_turns.hpp"

#include <cstdint>
#include <utility>

namespace ockam::transports {

class frame_turn {
public:
  /// The arguments outlive it.
  frame_turn(frame_turns& all, reactor& home, frame_taker& who) noexcept
      : all_(all), home_(home), who_(who) {}

  /// Its frames are that source's from now on.
  void belong_to(frame_turns::source_ptr whose) {
    const auto waits = std::exchange(waits_, false);
    if (waits) all_.leave(home_, source_, who_);
    source_ = std::move(whose);
    if (waits) wait();
  }
  /// How many frames it may take now, of those that it counts.
  std::size_t may_take(std::uint64_t count) {
    before_ = count;
    return all_.may_take(home_, *source_);
  }
  /// It has taken what it may, or all there were.
  void end(std::uint64_t count) {
    const auto frames = count - std::exchange(before_, count);
    if (frames > 0) all_.took(home_, *source_, frames);
  }
  /// There is more: go_on() comes when it is its turn.
  void wait() {
    waits_ = true;
    all_.wait(home_, source_, who_);
  }
  void go_on(std::uint64_t count) noexcept {
    waits_ = false;
    before_ = count;
  }
  /// It takes no more.
  void leave() {
    if (std::exchange(waits_, false)) all_.leave(home_, source_, who_);
  }

private:
  frame_turns& all_;
  reactor& home_;
  frame_taker& who_;
  frame_turns::source_ptr source_;
  std::uint64_t before_ = 0; ///< frames before this turn
  bool waits_ = false;
};

} // namespace ockam::transports
