// A relay of ours at another node: opens the way there, registers, checks the confirmation and
// watches the way. Its address R takes the confirmation (spec wire §4.1). Once the way has ended
// the registration stays to tell so.
#pragma once
#include "actors/open_route.hpp"
#include "channels/workers/access_rules.hpp"
#include "transports/named_worker.hpp"

namespace ockam::actors {

class registration final : public transports::named_worker {
public:
  struct request {
    std::string name; ///< empty: the relay service chooses one
    route_request at; ///< the time-out is that of all of it
    /// Of the node that hosts the relay; none: whatever is written for relays, or by default, is
    /// for those who register here.
    std::optional<channels::policy> allow{};
  };
  enum class phase : unsigned char { opening, waiting, up, down };
  /// Called once, on the reactor, with an error or when the relay is up. Errors: those of
  /// open_route; errc::timed_out; errc::unavailable; errc::protocol for a false confirmation.
  using answer = std::function<void(status)>;

  registration(caf::actor_config&, channels::context&, std::string address, request, answer);

  void deliver(transports::message&&) override; ///< the confirmation

  phase now() const noexcept { return phase_; }
  const std::string& reason() const noexcept { return reason_; } ///< why it is down
  /// Standings have changed: the relay goes if its host is denied now.
  void ask_again();
  const request& wanted() const noexcept { return request_; }
  std::string_view worker_address() const noexcept { return address().value; }
  /// `forward_to_n1`; empty before it is up.
  const std::string& remote_address() const noexcept { return remote_address_; }
  /// From this node to the relay: `0#<link> => 0#forward_to_n1`.
  wire::route forwarding_route() const;

protected:
  void on_start() override;
  void on_exit() override;

private:
  status admits_host() const;
  void ask(opened_route);
  status check(const transports::message&) const;
  void way_ended();
  void expire();
  void finish(const status&);

  channels::context& channels_;
  request request_;
  const transports::time_point began_;
  answer answer_;
  transports::timer deadline_;
  std::unique_ptr<route_opening> opening_;
  opened_route way_;
  phase phase_ = phase::opening;
  std::string remote_address_, reason_;
};

} // namespace ockam::actors
