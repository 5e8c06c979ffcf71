// Keeps the first words to a relay that is not there yet: a hub is started again, an inlet is quicker
// than the owner of the relay, and what it sent would be lost. The inlet would notice after
// config::session_patience_min only. So what is for a relay's address that no worker has waits for as
// long, and goes on when the relay is there. Only what a peer begins with: a short message to
// something that has a name behind the relay, a channel's first message, a stream's, or a ping.
#pragma once
#include "transports/reactor/pinned_actor.hpp"
#include "transports/work/context.hpp"

#include <vector>

namespace ockam::actors {

class early_messages final : public transports::pinned_actor {
public:
  early_messages(caf::actor_config& cfg, transports::directory& workers)
      : pinned_actor(cfg), workers_(workers), look_(*this, [this] { look(); }) {}

  /// Takes a message that leads nowhere, if it may wait.
  bool take(transports::message& m);

private:
  struct early {
    transports::message message;
    transports::time_point until;
  };

  caf::behavior make_behavior() override {
    return {[](const caf::unit_t&) {}};
  }
  void on_exit() override { kept_.clear(); }
  void look();

  transports::directory& workers_;
  transports::timer look_;
  std::vector<early> kept_; ///< in the order in which they came
  bool gives_up_ = false;   ///< while what has waited for long enough is routed once more
};

} // namespace ockam::actors
