// The life of a node's process, from its lock to its end.
#pragma once
#include "cli/launch/settings.hpp"
#include "config/base/log.hpp"
#include "transports/http/service_notify.hpp"
#include "transports/io/network.hpp"
#include "wire/result.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ockam::cli {

/// Runs a node until a signal tells it to stop (run_until_told), then lets open streams end for
/// drain_timeout; a second signal ends it at once. Calls `ready` once the node answers, with the
/// address it listens at. If it replaces the process that runs the node, as in
/// cli/upgrade/handover.hpp, it answers once that one has let go. REQUIRES: no other thread runs yet, or signals would go there. Errors,
/// all before `ready`: already_exists if a node of that name runs; those of identity_of_node, load,
/// known_project and node::listen; io.
status run_node(const node_settings&,
                const std::function<void(const transports::endpoint&)>& ready);

} // namespace ockam::cli
