// When a member asks its authority: for a credential, which is fetched no more often than
// credential_retry_min says, sooner when somebody waits for it; and whether it is still a member,
// every membership_look. Times are of a clock that never jumps. Pure.
#pragma once
#include "config/defaults.hpp"

#include <algorithm>
#include <chrono>

namespace ockam::channels {

class membership_pace {
public:
  using time_point = std::chrono::steady_clock::time_point;
  using duration = std::chrono::steady_clock::duration;

  // -- the credential -----------------------------------------------------------------

  /// Whether to fetch one now, if one is `due`.
  bool fetches(bool due, time_point now) const noexcept {
    return due && !fetching_ && now >= next_fetch_;
  }
  bool fetching() const noexcept { return fetching_; }
  /// Up to `more` later than it must be, so that many members do not come at once.
  void begin_fetch(time_point now, duration more) noexcept {
    fetching_ = true;
    fetched_at_ = now;
    next_fetch_ = now + config::credential_retry_min + more;
  }
  void end_fetch() noexcept { fetching_ = false; }
  /// Somebody waits for it, or it is not what it should be.
  void hurry() noexcept {
    next_fetch_ = std::min<time_point>(next_fetch_, fetched_at_ + config::credential_hurry);
  }

  // -- whether it is a member -----------------------------------------------------------

  bool looks(time_point now) const noexcept { return !looking_ && now >= next_look_; }
  void begin_look() noexcept { looking_ = true; }
  void end_look() noexcept { looking_ = false; }
  /// The authority is asked about somebody, and about this member with it.
  void asks(time_point now) noexcept { next_look_ = now + config::membership_look; }
  /// The authority does not answer such questions, and is asked seldom from now on.
  void looks_rarely(time_point now) noexcept { next_look_ = now + config::membership_look_rare; }

  /// When something is to be looked at next.
  time_point next(bool due, time_point now) const noexcept {
    auto out = std::max(next_look_, now);
    if (looking_ || out > now + config::membership_look) out = now + config::membership_look;
    if (due && !fetching_) out = std::min(out, next_fetch_);
    return out;
  }

private:
  bool fetching_ = false, looking_ = false;
  time_point fetched_at_{}, next_fetch_{}, next_look_{};
};

} // namespace ockam::channels
