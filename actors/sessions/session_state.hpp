// What keeps something alive does next: opens it, proves it, watches it, and when it is lost opens
// it again, for ever. Pure: time and chance come from whoever drives it.
//
//   opening  --opened--> proving      --answer--> up
//   opening  --failed--> pausing      proving --no answer--> pausing, or unproven if it is lenient
//   up       --dead, or its way ended--> pausing       and has never seen an answer
//   unproven --answer--> up           unproven --its way ended--> pausing
//   pausing  --the pause is over, or somebody needs it now--> opening
//   any      --stop--> stopped
//
// A pause is a random part of 0.25 s, of twice as much after each further attempt, of 4 s at last:
// a thousand that lost the same relay at once come back one after the other.
#pragma once
#include "actors/sessions/path_proof.hpp"

namespace ockam::actors {

class session_state {
public:
  using time_point = transports::time_point;
  using duration = transports::duration;
  enum class phase : unsigned char { opening, proving, unproven, up, pausing, stopped };
  enum class step : unsigned char { nothing, open, ping, confirm, lose };
  /// What everybody is told.
  enum class condition : unsigned char { connecting, up, degraded, down };

  /// `lenient`: what is open may be used although nobody ever answered there.
  explicit session_state(bool lenient) : lenient_(lenient) {}

  /// The first attempt begins, or one after stop().
  void start(time_point now);
  void opened(time_point now, duration patience);
  /// What is due; to be asked at next(). `confirm`: ping it, and see to it in another way, too.
  /// `lose`: close it, then call lost().
  [[nodiscard]] step look(time_point now, std::uint64_t heard) noexcept;
  void pinged(time_point now, const ping_token&, std::uint64_t heard);
  /// False: that answers no ping.
  bool answered(time_point now, wire::bytes_view payload);
  /// An attempt failed, or what was open has ended. `dice`: any number, each as likely.
  /// `in_vain`: it was waited for in vain.
  void lost(time_point now, std::uint32_t dice, bool in_vain = false) noexcept;
  /// What it leads to may be another thing now: it is to be proven at once.
  void renew(time_point now) noexcept;
  /// There is a reason to prove it out of turn.
  void doubt(time_point now) noexcept;
  /// How long what an attempt sends is waited for, at most `longest`: long enough for what is known
  /// of the way, longer after it was not enough, and never so long that a way that is back since
  /// goes unnoticed.
  duration patience(duration longest) const noexcept;
  /// Somebody needs it now: a pause ends, unless the last attempt was a moment ago.
  void hurry(time_point now) noexcept;
  void stop() noexcept { phase_ = phase::stopped; }

  phase now() const noexcept { return phase_; }
  /// The one judgement of all that show it: `up` is what was proven within config::proof_age_max
  /// and has missed no ping since.
  condition status(time_point now) const noexcept;
  /// Whether it can be used.
  bool carries() const noexcept { return phase_ == phase::up || phase_ == phase::unproven; }
  /// When look() has something to say; none: only after something else has happened.
  std::optional<time_point> next() const noexcept;
  /// Attempts since it was up; 0 while it is.
  unsigned attempt() const noexcept { return attempt_; }
  const path_proof& proof() const noexcept { return proof_; } ///< of the path there is now
  /// The last proof of all paths.
  const std::optional<time_point>& proven_at() const noexcept { return proven_at_; }

private:
  void begin(time_point now) noexcept;

  const bool lenient_;
  phase phase_ = phase::opening; ///< it has yet to start
  path_proof proof_;
  std::optional<time_point> proven_at_;
  time_point began_, resumes_; ///< the last attempt; the pause's end
  time_point up_since_;
  duration round_trip_{}; ///< of the path before, if that was proven
  unsigned attempt_ = 0, failures_ = 0, in_vain_ = 0;
};

/// How long the pause before the attempt after `failures` others is.
transports::duration session_pause(unsigned failures, std::uint32_t dice) noexcept;

} // namespace ockam::actors
