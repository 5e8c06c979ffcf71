// When a path was proven the last time, and when it has to be again. A proof is a ping, a random
// token that the `echo` at its end sends back: proven at once, then every config::ping_period. A
// ping that is not answered in time is missed, and the next one leaves at once; after
// config::pings_missed_max of them in a row the path is dead. Not missed is
//   a ping whose deadline is looked at far too late: this process did not run meanwhile
//   a ping behind bulk: something else came from the other end since it left; that excuses it, but
//   proves nothing, and after config::proof_excused_max the path has to be confirmed in another way
// Until it was answered once nothing is dead: there may be no echo. Pure.
#pragma once
#include "config/defaults.hpp"
#include "transports/io/clock.hpp"
#include "wire/bytes.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>

namespace ockam::actors {

using ping_token = std::array<std::uint8_t, 16>;

class path_proof {
public:
  using time_point = transports::time_point;
  using duration = transports::duration;
  enum class verdict : unsigned char {
    nothing,
    ping,
    unanswered,  ///< there was no answer yet, ever; another ping may tell
    unconfirmed, ///< other things come, but no answers: ping, and confirm what they can not tell
    dead,
  };

  path_proof() = default;
  /// `answers`: somebody is known to be there who answers, so the first pings count, too.
  /// `patience`: for the first answer.
  path_proof(time_point first_ping, bool answers, duration patience = config::ping_timeout)
      : next_(first_ping), known_(first_ping), answers_(answers), patience_(patience) {}

  /// When look() has something to say.
  time_point next() const noexcept { return next_; }
  /// `heard` changes whenever something came from the other end.
  [[nodiscard]] verdict look(time_point now, std::uint64_t heard) noexcept;
  /// A ping has left.
  void pinged(time_point now, const ping_token&, std::uint64_t heard);
  /// What it leads to may be another thing now: it is to be proven at once.
  void renew(time_point now) noexcept { waiting_ = false, next_ = now; }
  /// There is a reason to look at once, and not to wait for long.
  void doubt(time_point now) noexcept;
  /// False: that is no answer to a ping of this path.
  bool answered(time_point now, wire::bytes_view payload);

  bool proven() const noexcept { return proven_at_.has_value(); }
  bool missed() const noexcept { return missed_ > 0; } ///< the last one was
  /// Whether it was proven a moment ago: nothing else may be called up.
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
  time_point known_; ///< since when it was not proven
  bool answers_ = false, doubted_ = false;
  duration patience_ = config::ping_timeout;
  std::deque<sent> pings_; ///< not answered, the last ones
  bool waiting_ = false;   ///< for the answer to the last of them
  std::uint64_t heard_ = 0;
  int missed_ = 0;
  std::optional<time_point> proven_at_;
  duration round_trip_{};
};

} // namespace ockam::actors
