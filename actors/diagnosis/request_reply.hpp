// Sends one message along a route, waits for one reply, and ends: what `message send` does. Its
// random address is the return route.
#pragma once
#include "actors/routing/open_route.hpp"
#include "transports/work/named_worker.hpp"

namespace ockam::actors {

class request_reply final : public transports::named_worker {
public:
  /// Takes the payload of the reply. Called once, on the reactor; never if the reactor stops first.
  /// Errors: those of open_route; errc::unavailable if the way ends while waiting; errc::timed_out.
  using answer = std::function<void(result<wire::bytes>)>;

  request_reply(caf::actor_config&, channels::context&, std::string address, route_request,
                wire::bytes payload, answer);
  /// Spawns an request_reply with an address of its own. The request's time-out is for opening the route
  /// and the reply together.
  static void start(channels::context&, route_request, wire::bytes payload, answer);

  void deliver(transports::message&&) override; ///< the reply

protected:
  void on_start() override;
  void on_exit() override;

private:
  void send(route_handle);
  void expire();
  void finish(result<wire::bytes>);

  channels::context& channels_;
  route_request wanted_;
  wire::bytes payload_;
  answer answer_;
  const transports::time_point began_;
  transports::timer deadline_;
  std::unique_ptr<route_opening> opening_;
  route_handle way_;
  bool sent_ = false;
};

} // namespace ockam::actors
