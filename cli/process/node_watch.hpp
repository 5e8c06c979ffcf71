// Watches over a node that runs: takes signals, and tells the service manager how it is.
#pragma once
#include "cli/process/running_node.hpp"
#include "transports/http/service_notify.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace ockam::cli {

/// Signals as a descriptor to poll; every thread made from now on leaves them alone.
transports::descriptor block_signals();

struct node_watch {
  const transports::service_notify& told;
  bool ends_with_input; ///< whether the node also ends when standard input does
  std::function<void()> reload;
  std::optional<std::uint64_t> ends_at{}; ///< seconds since 1970: a guest's node ends by itself
};

/// Returns when the node has ended. SIGTERM and SIGINT stop it, and so does SIGHUP, except a node
/// that a service manager started: that one reloads, and has no terminal that could hang up.
void run_until_told(running_node&, const transports::descriptor& signals, const node_watch&);

} // namespace ockam::cli
