// What every actor of one node can reach. The node owns it, and it outlives the node's actors. Used
// on the reactor only.
#pragma once
#include "config/base/limits.hpp"
#include "config/ledger/stream_entry.hpp"
#include "transports/io/counters.hpp"
#include "transports/io/network.hpp"
#include "transports/reactor/reactor.hpp"
#include "transports/work/memory_budget.hpp"
#include "transports/work/pace.hpp"
#include "transports/work/port.hpp"
#include "transports/work/uses.hpp"

#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace ockam::transports {

class link_table;

struct context {
  reactor& home;
  network& net;
  randomness& random;
  directory& workers;
  link_table& links;
  /// The loops that the sockets of links are spread over; none: all sockets are on `home`.
  std::vector<event_loop*> loops{};
  counters counted{};
  config::limits limits{};
  paces paced{limits}; ///< by link_table::paced_as()
  /// Whether a proxy on this machine brings the connections of others, so that loopback is nothing
  /// special.
  bool loopback_is_public = false;
  uses in_use{};
  /// Ends the portal streams whose way leads away by that worker, and tells their far ends while it
  /// is still there. None: there are no portals.
  std::function<void(const caf::actor&)> give_up_streams{};
  /// Called when a portal stream has ended, or was refused, without `ended_at`. None: nobody wants to
  /// know.
  std::function<void(config::stream_entry)> stream_ended{};
  /// Of all that waits. By default everything may.
  std::shared_ptr<memory_budget> memory =
      std::make_shared<memory_budget>(std::numeric_limits<std::size_t>::max());

  event_loop& loop_of(const std::string& link_address) const {
    if (loops.empty()) return home;
    return *loops[std::hash<std::string>{}(link_address) % loops.size()];
  }
};

} // namespace ockam::transports
