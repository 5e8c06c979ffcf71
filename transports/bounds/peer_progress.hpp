// Whether a peer takes what waits for it, as looks find out that come config::link_standing_after
// after another while something waits.
//   takes     more has left than at the last look
//   stands    nothing has, while sources waited for it: no reason to stop what is for others
//   stalled   for config::link_stalled_max nothing has: its link is to end
// Pure.
#pragma once
#include "config/defaults.hpp"

#include <cstdint>

namespace ockam::transports {

class peer_progress {
public:
  /// The next look compares with this. All are bytes that have left since the link began.
  void begin(std::uint64_t bytes_out) noexcept { then_ = bytes_out; }
  /// Some may have left.
  void note(std::uint64_t bytes_out) noexcept {
    if (bytes_out != then_) stands_ = false, looks_ = 0;
  }
  void look(std::uint64_t bytes_out) noexcept { looks_ = bytes_out == then_ ? looks_ + 1 : 0; }
  /// Sources wait for it: whether it stands is what the last look has found.
  void decide() noexcept { stands_ = looks_ > 0; }

  bool stands() const noexcept { return stands_; }
  bool stalled() const noexcept {
    return looks_ * config::link_standing_after >= config::link_stalled_max;
  }
  /// How much may wait before sources are stopped.
  std::size_t queue_high() const noexcept {
    return stands_ ? config::link_queue_standing : config::link_queue_high;
  }

private:
  std::uint64_t then_ = 0;
  bool stands_ = false;
  int looks_ = 0; ///< in a row in which nothing had left
};

} // namespace ockam::transports
