// Where a route leads and where it stops: hop by hop, each proven by an echo from the node that all
// hops so far lead to. What is asked of each hop:
//   link, channel, project   opened, then the echo of the node that is reached
//   relay, worker            the echo behind it; what passes nothing on is silent
//   the last worker          nothing: the protocol has no question that only proves that a worker
//                            is there. But an echo is asked, and workers of this node are known
#pragma once
#include "actors/routing/open_route.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::actors {

struct traced_hop {
  enum class outcome : unsigned char {
    answers,     ///< an echo came back
    here,        ///< the last worker, and this node has it
    not_asked,   ///< the last worker, in another node
    silent,      ///< no echo came back
    unreachable, ///< the hop could not be opened
    not_reached, ///< the hop is behind the one where the route stops
  };
  std::string kind; ///< link, relay, channel, project; worker, or what this node knows it to be
  std::string address;
  outcome found = outcome::not_reached;
  std::optional<wire::identifier> identity{};       ///< whose node it is, if a channel proves that
  std::optional<transports::duration> opened{};     ///< time to open all hops so far
  std::optional<transports::duration> round_trip{}; ///< of an echo through all hops so far
  /// Only of the hop where the route stops: what that means, and what to try.
  error why{errc::unavailable, {}, {}};
};
std::string_view name_of(traced_hop::outcome);

struct route_trace {
  std::vector<traced_hop> hops;
  /// The hop where the route stops; null if it leads to its end, as far as can be asked.
  const traced_hop* stop() const;
};

/// Traces a route. Answers once, on the reactor; never if that stops first. The time-out is for
/// opening each hop, and again for each echo. Errors: those of read_route_plan; what fails later is
/// in the trace.
void trace_route(channels::context&, route_request, std::function<void(result<route_trace>)>);

} // namespace ockam::actors
