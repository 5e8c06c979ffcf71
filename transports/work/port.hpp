// A data port is the way to one worker: a direct call if the order of messages allows it, else its
// mailbox. The interface of the directory is declared here and implemented in actors/.
#pragma once
#include "transports/work/worker.hpp"

#include <caf/actor.hpp>
#include <caf/intrusive_ptr.hpp>
#include <caf/ref_counted.hpp>

#include <atomic>
#include <string_view>

namespace ockam::transports {

/// What the directory knows of one address. Ports keep an entry; once the address is gone, the
/// entry leads nowhere.
class port_entry : public caf::ref_counted, public reachable {
public:
  port_entry(caf::actor to, std::string_view address, std::string_view kind, reach first);
  void close(); ///< drops messages from now on; on the reactor's thread only

  caf::actor to;
  worker* sink = nullptr; ///< the object of `to`, if that is a worker on a reactor
  std::string address;
  std::string kind;  ///< as `worker list` shows it: echo, relay, link ...
  reach named_first; ///< who may name the address first on an onward route
  /// What waits in the mailbox of a worker that is not on this reactor.
  std::atomic<std::size_t> waiting_messages{0}, waiting_bytes{0};
};

class port {
public:
  port() = default;
  explicit port(caf::intrusive_ptr<port_entry> entry) : entry_(std::move(entry)) {}

  bool open() const noexcept { return entry_ && entry_->to; }
  /// Hands the message over, or drops it when the port leads nowhere or too much waits there.
  /// Returns whether it was handed over. REQUIRES: a reactor's thread.
  bool pass(message&&) const;
  /// The worker's actor; none if the port leads nowhere.
  const caf::actor& actor() const noexcept;
  /// The kind as `worker list` shows it; empty if the port leads nowhere.
  std::string_view kind() const noexcept { return open() ? entry_->kind : std::string_view(); }
  /// The worker, if it is pinned to this thread's reactor; else none.
  worker* here() const noexcept {
    return entry_ && entry_->sink && entry_->sink->home().here() ? entry_->sink : nullptr;
  }
  send_gate* egress() const noexcept {
    auto w = here();
    return w ? w->egress() : nullptr;
  }
  /// Whether a message that entered by a flow may be passed to the worker. If so, its `via` says by
  /// which relays.
  bool admits(message&) const;
  /// The rule that refused a message, to tell the operator which option would have let it in; null
  /// if there is none.
  const reach_rule* rule() const noexcept { return open() ? entry_->named_first.rule() : nullptr; }
  friend bool operator==(const port&, const port&) = default;

private:
  friend void learn_way_back(flow&, const class directory&, const message&);
  bool send_to_mailbox(message&&) const;
  caf::intrusive_ptr<port_entry> entry_;
};

/// Finds workers by address. A node has one; used on the node's reactor only.
class directory {
public:
  virtual ~directory() = default;
  /// Makes `address` lead to `to`. Returns false if the address is taken. Every worker says who may
  /// name it first: there is no default.
  virtual bool add(wire::address_view address, const caf::actor& to, std::string_view kind,
                   reach named_first) = 0;
  virtual void remove(wire::address_view address) = 0;
  /// The way to an address; a closed port if nobody has it.
  virtual port find(wire::address_view address) const = 0;
  /// Passes a message to the first address of its onward route. A message that leads nowhere, that
  /// was delivered config::local_hops_max times in this node, or whose flow may not name that
  /// address, is dropped and counted, and the log says so.
  virtual void route(message&&) = 0;
};

/// To be called when a message is about to leave through a flow: answers may come back that way, to
/// the addresses of this node that its return route begins with, up to the first that leads away.
void learn_way_back(flow&, const directory&, const message&);

/// The first worker on a route that leads away from this node, or else the last worker that is
/// here: whatever came by that route ends with this worker. A closed port if the first hop is not
/// here.
port leading_away(const directory&, const wire::route&);

} // namespace ockam::transports
