// Keeps one thing alive for its owner, a worker: drives a session_state with the owner's clock, and
// sends its pings. Their answers arrive at the owner, who hands every message to take() first.
// All is called as a part of the owner.
#pragma once
#include "actors/sessions/session_state.hpp"
#include "transports/work/named_worker.hpp"

#include <nlohmann/json_fwd.hpp>

namespace ockam::actors {

class session {
public:
  /// What is kept alive.
  class subject {
  public:
    /// Begins an attempt, which ends with opened() or lost(), not from inside this call.
    virtual void open() = 0;
    /// Lets go of what is open or being opened; `why` it is lost.
    virtual void close(const error& why) = 0;
    /// Where a ping goes: what is at the end sends it back to the owner.
    virtual wire::route proof() const = 0;
    /// Whether what came from `sender` can be an answer.
    virtual bool answers(const std::optional<wire::identifier>& sender) const = 0;
    /// No proof came, but other things did, for config::proof_excused_max and longer: it confirms
    /// itself in another way, if it has one. May call lost() and renew().
    virtual void confirm() {}
    /// Changes whenever something came from the other end; all the same if nobody counts.
    virtual std::uint64_t heard() const { return 0; }
    /// It carries now, or does not any more, or an attempt failed.
    virtual void changed() = 0;

  protected:
    ~subject() = default;
  };

  /// For `lenient` see session_state.
  session(transports::named_worker& owner, transports::randomness&, subject&, bool lenient);

  void start(); ///< in the owner's on_start() or later
  /// `patient`: somebody waits for this attempt, and said for how long.
  void opened(bool patient);
  /// The attempt failed, or what was open has ended.
  void lost(error why);
  void hurry();
  void doubt(); ///< see session_state
  void renew(); ///< see session_state
  /// For what an attempt sends.
  transports::duration patience(transports::duration longest) const noexcept {
    return state_.patience(longest);
  }
  /// It is not tried any more, until start().
  void stop(error why);
  /// Whether that was the answer to a ping.
  bool take(const transports::message&);

  const session_state& state() const noexcept { return state_; }
  bool carries() const noexcept { return state_.carries(); }
  const error& why() const noexcept { return why_; } ///< it is not up; of the last attempt

  session_state::condition status() const; ///< now
  /// Why it is degraded, if it is.
  std::string why_degraded() const;
  /// The fields `status`, `reason`, `proven_ms_ago`, `round_trip_us`, `attempt`, `next_attempt_ms`.
  nlohmann::json describe() const;

private:
  void look();
  void ping();
  void wait();

  transports::named_worker& owner_;
  transports::randomness& random_;
  subject& subject_;
  session_state state_;
  transports::timer timer_;
  error why_;
};

} // namespace ockam::actors
