// Clients of an inlet while no route carries, each for config::inlet_hold, at most
// config::inlet_held_max; the oldest first. Pure: its owner has the clock.
#pragma once
#include "config/defaults.hpp"
#include "transports/io/clock.hpp"
#include "transports/tls/tls_session.hpp"

#include <deque>
#include <optional>
#include <string>
#include <utility>

namespace ockam::actors {

/// A client of an inlet that has no stream.
struct inlet_client {
  transports::edge_socket socket;
  transports::time_point came; ///< to the inlet, which may be long before it waits for a route
  std::string from;            ///< its address, as IP:PORT
};

class waiting_clients {
public:
  using time_point = transports::time_point;
  struct client {
    inlet_client who;
    time_point until; ///< when its patience is over
  };

  bool full() const noexcept { return all_.size() >= config::inlet_held_max; }
  /// REQUIRES: not full().
  void add(inlet_client who, time_point now) {
    all_.push_back({std::move(who), now + config::inlet_hold});
  }
  /// A client that has waited long enough, the longest-waiting one; none if none has.
  std::optional<inlet_client> take_overdue(time_point now) {
    if (all_.empty() || all_.front().until > now) return {};
    auto out = std::move(all_.front().who);
    all_.pop_front();
    return out;
  }
  std::deque<client> take_all() { return std::exchange(all_, {}); }
  /// When the first of them has waited long enough; none if nobody waits.
  std::optional<time_point> next_due() const {
    if (all_.empty()) return {};
    return all_.front().until;
  }
  bool empty() const noexcept { return all_.empty(); }
  std::size_t size() const noexcept { return all_.size(); }

private:
  std::deque<client> all_;
};

} // namespace ockam::actors
