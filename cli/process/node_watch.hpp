// Watches over a node that runs: what its process is told from outside, and whom it tells how it
// is.
#pragma once
#include "cli/process/running_node.hpp"
#include "transports/http/service_notify.hpp"

#include <functional>

namespace ockam::cli {

/// Signals as something to poll: every thread made from now on leaves them alone.
transports::descriptor block_signals();

struct node_watch {
  const transports::service_notify& told;
  bool ends_with_input; ///< also when standard input ends
  std::function<void()> reload;
};

/// Returns when the node has ended. SIGTERM and SIGINT stop it, and so does SIGHUP, but for a node
/// that a service manager started: that one reloads, and has no terminal that could hang up.
void run_until_told(running_node&, const transports::descriptor& signals, const node_watch&);

} // namespace ockam::cli
