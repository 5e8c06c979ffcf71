// Keeps one thing alive for its owner, a worker: drives a supervisor_state with the owner's clock, and
// sends its pings. The answers arrive at the owner, which hands every message to take() first. All
// functions are called as part of the owner.
#pragma once
#include "actors/sessions/supervisor_state.hpp"
#include "transports/work/named_worker.hpp"

#include <nlohmann/json_fwd.hpp>

namespace ockam::actors {

class supervisor {
public:
  /// The thing that is kept alive.
  class subject {
  public:
    /// Begins an attempt, which ends with a call of opened() or lost(), not from inside this call.
    virtual void open() = 0;
    /// Lets go of what is open or being opened; `why` is the reason that it is lost.
    virtual void close(const error& why) = 0;
    /// The route for a ping: what is at its end sends the ping back to the owner.
    virtual wire::route proof() const = 0;
    /// What a ping asks besides, behind its token; empty: nothing.
    virtual wire::bytes question() const { return {}; }
    /// What stood behind the token of an answer: the question, if nobody there understands it.
    virtual void told(wire::bytes_view) {}
    /// Whether what came from `sender` can be an answer.
    virtual bool answers(const std::optional<wire::identifier>& sender) const = 0;
    /// Called when no proof came for config::proof_excused_max or longer, but other things did. The
    /// subject confirms itself in another way, if it has one; it may call lost() and renew().
    virtual void confirm() {}
    /// A number that changes whenever something came from the other end; constant if nobody counts.
    virtual std::uint64_t heard() const { return 0; }
    /// Called when the subject carries now, or does not any more, or when an attempt failed.
    virtual void changed() = 0;

  protected:
    ~subject() = default;
  };

  /// `lenient` is explained at supervisor_state.
  supervisor(transports::named_worker& owner, transports::randomness&, subject&, bool lenient);

  void start(); ///< to be called in the owner's on_start() or later
  /// The attempt succeeded. `patient` if somebody waits for it, and said for how long.
  void opened(bool patient);
  /// The attempt failed, or what was open has ended.
  void lost(error why);
  void retry_now();
  void suspect(); ///< see supervisor_state
  void renew();   ///< see supervisor_state
  /// Time for the answers to what an attempt sends.
  transports::duration patience(transports::duration longest) const noexcept {
    return state_.patience(longest);
  }
  /// Whether the peer has said that what is open ends soon; until it is lost, or opened again.
  void leave(bool does) noexcept { leaves_ = does; }
  /// Tries no more until start(); why() is this reason meanwhile.
  void stop(error why);
  /// Takes a message. Returns true if it was the answer to a ping.
  bool take(const transports::message&);

  const supervisor_state& state() const noexcept { return state_; }
  bool usable() const noexcept { return state_.usable(); }
  const error& why() const noexcept { return why_; } ///< error of the last attempt that failed

  supervisor_state::condition status() const;
  /// Why the status is `degraded`; empty if it is not.
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
  supervisor_state state_;
  transports::timer timer_;
  error why_;
  bool leaves_ = false;
};

} // namespace ockam::actors
