// Decides what a supervisor does next: open its subject, prove it, watch it, and when it is lost open
// it again, for ever. Pure: time and chance come from whoever drives it.
//
//   opening   --opened--> proving      --failed--> pausing
//   proving   --answer--> up           --no answer--> pausing, or unproven if the supervisor is
//                                                     lenient and has never seen an answer
//   up        --dead, or its way ended--> pausing
//   unproven  --answer--> up           --its way ended--> pausing
//                                      --nothing at all came by it--> pausing, once: the far end may
//                                                     have begun again while it was opened
//   pausing   --the pause is over, or somebody needs it now--> opening
//   any       --stop--> stopped
//
// A pause is a random part of 0.25 s, then of 0.5 s, of 1 s while the loss is fresh, of 4 s at last.
// So a thousand supervisors that lost the same relay at once come back one after the other.
#pragma once
#include "actors/sessions/path_proof.hpp"

namespace ockam::actors {

class supervisor_state {
public:
  using time_point = transports::time_point;
  using duration = transports::duration;
  enum class phase : unsigned char { opening, proving, unproven, up, pausing, stopped };
  enum class step : unsigned char { nothing, open, ping, confirm, lose };
  /// The status that everybody is told.
  enum class condition : unsigned char { connecting, up, degraded, down };

  /// A lenient supervisor lets what is open be used although nobody ever answered there.
  explicit supervisor_state(bool lenient) : lenient_(lenient) {}

  /// Begins the first attempt, or the first one after stop().
  void start(time_point now);
  void opened(time_point now, duration patience);
  /// What is due; to be asked at next(). `confirm` means: ping, and confirm in another way, too.
  /// `lose` means: close it, then call lost().
  [[nodiscard]] step look(time_point now, std::uint64_t heard) noexcept;
  void pinged(time_point now, const ping_token&, std::uint64_t heard);
  /// Takes an answer. Returns false if it answers no ping.
  bool answered(time_point now, wire::bytes_view payload);
  /// An attempt failed, or what was open has ended. `dice` is a random number; `timed_out` if the
  /// attempt got no answer in time.
  void lost(time_point now, std::uint32_t dice, bool timed_out = false) noexcept;
  /// Has the subject proven at once: what it leads to may be another thing now.
  void renew(time_point now) noexcept;
  /// Has the subject proven out of turn: there is a reason for doubt.
  void suspect(time_point now) noexcept;
  /// Time for the answer to what an attempt sends, at most `longest`: long enough for what is known
  /// of the way, longer after it was not enough, and never so long that a way that is back
  /// meanwhile goes unnoticed.
  duration patience(duration longest) const noexcept;
  /// Ends a pause because somebody needs the subject now, unless the last attempt was a moment ago.
  void retry_now(time_point now) noexcept;
  void stop() noexcept { phase_ = phase::stopped; }

  phase now() const noexcept { return phase_; }
  /// The status, as all show it: `up` is what was proven within config::proof_age_max and has
  /// missed no ping since.
  condition status(time_point now) const noexcept;
  /// Whether the subject can be used.
  bool usable() const noexcept { return phase_ == phase::up || phase_ == phase::unproven; }
  /// When look() has something to say; none if something else has to happen first.
  std::optional<time_point> next() const noexcept;
  /// Attempts since the subject was up; 0 while it is.
  unsigned attempt() const noexcept { return attempt_; }
  const path_proof& proof() const noexcept { return proof_; } ///< of the present path
  /// The last proof of all paths.
  const std::optional<time_point>& proven_at() const noexcept { return proven_at_; }

private:
  void begin(time_point now) noexcept;

  const bool lenient_;
  phase phase_ = phase::opening;
  path_proof proof_;
  std::optional<time_point> proven_at_;
  time_point began_, resumes_; ///< start of the last attempt; end of the pause
  time_point up_since_;
  duration round_trip_{}; ///< of the last path that was proven
  unsigned attempt_ = 0, failures_ = 0, timed_out_ = 0;
  time_point opened_;                        ///< start of the present path
  std::optional<std::uint64_t> heard_first_; ///< what had come by it when its first ping left
  bool opened_again_ = false;                ///< set when nothing came by a path at all
};

/// Length of the pause after `failures` attempts that failed.
transports::duration session_pause(unsigned failures, std::uint32_t dice) noexcept;

} // namespace ockam::actors
