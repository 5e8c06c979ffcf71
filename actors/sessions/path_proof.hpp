// When a path was proven the last time, and when it has to be proven again. A proof is an answered
// ping: a random token that the `echo` at the path's end sends back. A path is proven at once, then
// every config::ping_period. A ping that is not answered in time is missed, and the next one leaves
// at once; after config::pings_missed_max missed pings in a row the path is dead. Not missed is
//   a ping whose deadline is looked at far too late: this process did not run meanwhile;
//   a ping behind bulk: something else came from the other end since it left. That excuses the
//     ping, but proves nothing, and after config::proof_excused_max the path has to be confirmed
//     in another way.
// No path is dead before a ping was answered once: there may be no echo. Pure.
#pragma once
#include "config/defaults.hpp"
#include "transports/io/clock.hpp"
#include "wire/bytes.hpp"
#include "wire/messages/outlet_question.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>

namespace ockam::actors {

using ping_token = std::array<std::uint8_t, wire::ping_token_size>;

class path_proof {
public:
  using time_point = transports::time_point;
  using duration = transports::duration;
  enum class verdict : unsigned char {
    nothing,
    ping,
    unanswered,  ///< no ping was ever answered yet; another one may be
    unconfirmed, ///< other things come, but no answers: ping, and confirm the path in another way
    dead,
  };

  path_proof() = default;
  /// With `answers` somebody is known to be there who answers, so the first pings count, too. The
  /// first answer has `patience`.
  path_proof(time_point first_ping, bool answers, duration patience = config::ping_timeout)
      : next_(first_ping), known_(first_ping), answers_(answers), patience_(patience) {}

  /// When look() has something to say.
  time_point next() const noexcept { return next_; }
  /// What is due. `heard` is a number that changes whenever something came from the other end.
  [[nodiscard]] verdict look(time_point now, std::uint64_t heard) noexcept;
  /// Notes that a ping has left.
  void pinged(time_point now, const ping_token&, std::uint64_t heard);
  /// Has the path proven at once: what it leads to may be another thing now.
  void renew(time_point now) noexcept { waiting_ = false, next_ = now; }
  /// Has the path proven at once, with less time for the answer: there is a reason for doubt.
  void suspect(time_point now) noexcept;
  /// Takes an answer. Returns false if it answers no ping of this path.
  bool answered(time_point now, wire::bytes_view payload);

  bool suspected() const noexcept { return suspected_; } ///< since suspect(), until it is proven
  bool proven() const noexcept { return proven_at_.has_value(); }
  bool missed() const noexcept { return missed_ > 0; } ///< whether the last ping was missed
  /// Whether the last proof is young enough: nothing else may be called `up`.
  bool fresh(time_point now) const noexcept {
    return proven_at_ && now - *proven_at_ <= config::proof_age_max;
  }
  const std::optional<time_point>& proven_at() const noexcept { return proven_at_; }
  duration round_trip() const noexcept { return round_trip_; } ///< REQUIRES: proven()

  /// How long the answer to a ping is waited for now.
  duration patience() const noexcept;

private:
  struct sent {
    ping_token token;
    time_point at;
  };
  time_point next_;
  time_point known_; ///< last proof, or the start
  bool answers_ = false, suspected_ = false;
  duration patience_ = config::ping_timeout;
  std::deque<sent> pings_; ///< the last ones, not answered
  bool waiting_ = false;   ///< while the last ping may be answered in time
  std::uint64_t heard_ = 0;
  int missed_ = 0;
  std::optional<time_point> proven_at_;
  duration round_trip_{};
};

} // namespace ockam::actors
