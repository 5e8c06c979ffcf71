// Passes messages on to the node that registered it: its own address comes off the route, the way
// to its owner goes on. It is not on the way back, and it touches no payload. One of a project
// takes messages of members only. Source: spec wire §4.2.
#pragma once
#include "channels/workers/context.hpp"
#include "transports/work/named_worker.hpp"

namespace ockam::actors {

class relay final : public transports::named_worker {
public:
  /// `registrant`: the return route of the registration; its first hop is `way`, its last one the
  /// worker that waits for the confirmation and takes no part in what is relayed.
  relay(caf::actor_config&, channels::context&, std::string address, wire::route registrant,
        transports::port way, bool members_only);

  void deliver(transports::message&&) override;
  transports::gate* way_out() override { return way_.way_out(); }
  std::optional<wire::identifier> proven_peer() const override;

protected:
  void on_start() override; ///< confirms the registration
  void on_exit() override { way_ = {}; }

private:
  bool admits(const transports::message&) const;

  const channels::credential_table& credentials_;
  const bool members_only_;
  wire::route owner_;
  transports::port way_;
};

} // namespace ockam::actors
