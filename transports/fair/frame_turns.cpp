#include "transports/fair/frame_turns.hpp"

#include "config/defaults.hpp"

namespace ockam::transports {

/// Frames that may still be taken in this round.
std::size_t frame_turns::left(reactor& home) {
  if (round_ != home.rounds()) {
    round_ = home.rounds();
    taken_ = 0;
    round_began_ = home.lately();
  }
  timed_ = taken_ >= config::round_frames_timed || !line_.empty();
  if (timed_) turn_began_ = home.now();
  // One turn a round there always is.
  if (timed_ && taken_ > 0 && turn_began_ - round_began_ >= config::round_time_max) return 0;
  return std::min(config::link_frames_per_turn,
                  config::round_frames_max - std::min(taken_, config::round_frames_max));
}

std::size_t frame_turns::may_take(reactor& home, const line::source& who) {
  return line_.may_go(who) ? left(home) : 0;
}

void frame_turns::took(reactor& home, line::source& who, std::size_t frames) {
  taken_ += frames;
  auto cost = frames * usual_cost;
  if (timed_) {
    const auto passed =
        std::chrono::duration_cast<std::chrono::microseconds>(home.now() - turn_began_);
    cost = std::max<std::uint64_t>(frames, static_cast<std::uint64_t>(passed.count()));
  }
  line_.charge(who, cost);
}

void frame_turns::wait(reactor& home, const source_ptr& who, frame_taker& taker) {
  line_.wait(who, &taker);
  home_ = &home;
  if (!std::exchange(asked_, true)) home.flush_later(*this);
}

void frame_turns::leave(reactor& home, const source_ptr& who, frame_taker& taker) {
  line_.leave(who, &taker);
  if (line_.empty() && std::exchange(asked_, false)) home.forget(*this);
}

/// At the end of a round, of which those that wait have their part whatever it took so far. Whoever
/// has still more waits again.
void frame_turns::flush() {
  asked_ = false;
  static_cast<void>(left(*home_)); // it may be the first of its round
  round_began_ = home_->now();
  while (const auto frames = left(*home_)) {
    const auto next = line_.next();
    if (!next) return;
    next->what->go_on(frames);
  }
  if (!line_.empty() && !std::exchange(asked_, true)) home_->flush_later(*this);
}

} // namespace ockam::transports
