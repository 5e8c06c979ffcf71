// Echoes through a route: opens the route once, sends one echo after the other, and takes the time
// of each that comes back. Its random address is the return route.
#pragma once
#include "actors/routing/open_route.hpp"
#include "transports/work/named_worker.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::actors {

/// The route to the echo of the node that a route leads to. It ends at a route's last worker only
/// if that is the echo, or a relay, which has a node behind it: other workers might take an echo
/// for a message of theirs.
wire::multiaddr echo_at_end_of(const wire::multiaddr& to);

struct ping_order {
  route_request way; ///< to a worker that echoes; the time-out is for opening the route
  std::size_t count = 1;
  transports::duration interval{}; ///< between two echoes, answered or not
  transports::duration timeout{};  ///< for each reply
  /// Called for each echo that came back, on the reactor.
  std::function<void(std::size_t number, transports::duration round_trip)> on_reply{};
};

struct ping_report {
  transports::duration opened{};          ///< time that opening the route took
  std::optional<wire::identifier> peer{}; ///< whose echo it is, if a channel leads right to it
  /// None for an echo that was lost.
  std::vector<std::optional<transports::duration>> round_trips{};
  std::string lost_way{}; ///< how the way ended meanwhile; empty if it did not
};

class route_ping final : public transports::named_worker {
public:
  /// Called once, on the reactor; never if the reactor stops first. Errors: those of open_route.
  using answer = std::function<void(result<ping_report>)>;

  route_ping(caf::actor_config&, channels::context&, std::string address, ping_order, answer);
  /// Spawns a route_ping with an address of its own.
  static void start(channels::context&, ping_order, answer);

  void deliver(transports::message&&) override;

protected:
  void on_start() override;
  void on_exit() override;

private:
  void take_way(route_handle);
  void send_next();
  void finish(result<ping_report>);

  channels::context& channels_;
  ping_order order_;
  answer answer_;
  transports::time_point began_;
  transports::timer next_;
  std::unique_ptr<route_opening> opening_;
  route_handle way_;
  ping_report report_;
  std::vector<transports::time_point> sent_;
  std::size_t replies_ = 0;
};

} // namespace ockam::actors
