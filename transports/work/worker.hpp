// A worker is an actor that takes messages: the unit that an address names. Payload reaches it
// through deliver(), called by a data port or by its behaviour when the message came through its
// mailbox.
#pragma once
#include "transports/reactor/pinned_actor.hpp"
#include "transports/work/message.hpp"
#include "transports/work/send_gate.hpp"

#include <caf/message_handler.hpp>

namespace ockam::transports {

class worker : public pinned_actor {
public:
  using pinned_actor::pinned_actor;

  /// Takes a message; `onward` still begins with this worker's address. Never re-entered.
  virtual void deliver(message&&) = 0;

  /// The gate that sources of traffic through this worker have to pass; null: they may always pass.
  virtual send_gate* egress() { return nullptr; }
  /// Stop and resume what comes into this node through this worker. Calls are counted: each
  /// pause_reading() needs its resume_reading().
  virtual void pause_reading() {}
  virtual void resume_reading() {}
  /// Stops the sources on a return route that are in this node while too much of what they sent
  /// waits here.
  virtual void apply_backpressure(const wire::route& /*return_route*/) {}
  /// Whether pause_reading() makes others wait, too, than `whom`, a link, and who sent what came from
  /// `behind` hops behind this worker.
  virtual bool stops_others(std::size_t /*behind*/, caf::actor_id /*whom*/) const { return false; }
  /// Whether what lies behind this worker on a return route is in another node.
  virtual bool leads_away() const { return false; }
  /// Who is at the far end of this worker, if a secure channel proved that.
  virtual std::optional<wire::identifier> proven_peer() const { return {}; }

protected:
  /// Called first, on the reactor.
  virtual void on_start() {}
  /// Handlers for messages between actors that the worker understands besides deliver().
  virtual caf::message_handler control() { return {}; }

private:
  caf::behavior make_behavior() final {
    on_start();
    return caf::message_handler{[this](message& m) { deliver(std::move(m)); }}.or_else(control());
  }
};

} // namespace ockam::transports
