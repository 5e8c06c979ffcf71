// An address as commands write it, taken apart into legs: what has to be done for it, from left to
// right.
//   (service|worker)* [(ip4|[ip6zone] ip6|dnsaddr) tcp | project] (service|worker|secure)*
// A link is dialed for the transport part; /secure/X is a channel with the listener X, reached by
// all that comes before it; /project/X is a channel with a project's node, by way of a link and
// workers; the rest are addresses of workers. Pure.
#pragma once
#include "channels/membership/project.hpp"
#include "transports/io/network.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::actors {

struct leg {
  enum class kind : unsigned char { worker, link, channel, project };
  kind what = kind::worker;
  std::string address;     ///< address of the worker or listener, or name of the project
  transports::endpoint to; ///< where a link leads
  std::size_t segment = 0; ///< index among the parts of the address
  /// Who must be at the end of a channel; none: as the route says.
  std::optional<wire::identifier> peer{};
};

/// The legs of an address, at most config::route_hops_max. Errors: invalid, naming the segment;
/// limit.
result<std::vector<leg>> read_route_plan(const wire::multiaddr&);

/// The legs to a project's node, which take the place of its name at `segment`. Errors: invalid if
/// its route does not lead to a listener by way of a link.
result<std::vector<leg>> read_route_plan(const channels::project&, std::size_t segment);

/// Whether the route opens a channel on its way: it has a part /secure or /project.
bool has_channel(const wire::multiaddr&);

/// The route with a channel in the place of the listener that it ends with. Errors: invalid.
result<wire::multiaddr> with_channel(const wire::multiaddr& to);

/// A message about a segment: "/dnsaddr/n/tcp/7000/secure/api: segment 3, /secure/api: `why`".
std::string at_segment(const wire::multiaddr&, std::size_t segment, std::string_view why);

} // namespace ockam::actors
