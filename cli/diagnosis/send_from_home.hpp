// Messages and questions from a command itself, which is no node.
#pragma once
#include "cli/shell/host_environment.hpp"
#include "wire/bytes.hpp"
#include "wire/result.hpp"
#include "wire/routing/multiaddr.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace ockam::cli {

/// Does what actors::send_once does as an identity of OCKAM_HOME: the named one, or else the
/// default identity, which is made if need be. In a project it shows its credential. Nothing is
/// read or made for a route without secure channels. Errors: those of send_once and of
/// home_identity.
result<wire::bytes> send_from_home(const wire::multiaddr& to, const wire::bytes& payload,
                                   std::chrono::milliseconds timeout,
                                   const std::optional<std::string>& identity);

/// Trace or ping a route as an identity of OCKAM_HOME. What they return is described with
/// /v1/route-traces and /v1/route-pings. Errors: those of trace_route and route_ping.
result<nlohmann::json> trace_from_home(const route_question&);
result<nlohmann::json> ping_from_home(const route_question&);

} // namespace ockam::cli
