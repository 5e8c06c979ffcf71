// Shares a reactor among those whose frames it takes. A round takes config::round_frames_max frames,
// or what it can in config::round_time_max; then it looks again who has come. What is left waits in
// line by its source (fair_line.hpp), and goes on at the end of this round or of a later one. While
// nobody waits it costs an addition for each turn.
#pragma once
#include "transports/fair/fair_line.hpp"
#include "transports/reactor/reactor.hpp"

namespace ockam::transports {

/// Somebody who has frames.
struct frame_taker {
  /// It is this one's turn, for so many frames.
  virtual void go_on(std::size_t frames) = 0;

protected:
  ~frame_taker() = default;
};

class frame_turns final : reactor::writer {
public:
  using line = fair_line<frame_taker*>;
  using source_ptr = line::source_ptr;

  frame_turns() noexcept : line_(credit) {}
  frame_turns(const frame_turns&) = delete;
  frame_turns& operator=(const frame_turns&) = delete;

  source_ptr of(const std::string& name) { return line_.of(name); }
  /// How many frames somebody of that source may take now. took() follows when they are taken; of
  /// none, wait().
  std::size_t may_take(reactor&, const line::source&);
  void took(reactor&, line::source&, std::size_t frames);
  /// The taker is called when it is its turn.
  void wait(reactor&, const source_ptr&, frame_taker&);
  /// The taker is not called any more.
  void leave(reactor&, const source_ptr&, frame_taker&);
  std::size_t waiting() const noexcept { return line_.waiting(); }

private:
  /// Costs are microseconds. Whoever was away may have as much at once as a moment's work is.
  static constexpr std::uint64_t credit = 1000;
  /// What a frame costs where nobody has a reason to look at a clock.
  static constexpr std::uint64_t usual_cost = 10;

  void flush() override;
  std::size_t left(reactor&);

  line line_;
  reactor* home_ = nullptr;
  std::uint64_t round_ = 0; ///< that `taken_` is of
  std::size_t taken_ = 0;
  time_point round_began_{}, turn_began_{};
  bool timed_ = false; ///< whether turn_began_ is that of this turn
  bool asked_ = false; ///< flush() is to come
};

} // namespace ockam::transports
