// An address as commands write it, taken apart into what has to be done for it, from left to right.
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
  std::string address;     ///< of the worker, or of the listener; the name of the project
  transports::endpoint to; ///< of the link
  std::size_t segment = 0; ///< its place among the parts of the address
  std::optional<wire::identifier> peer{}; ///< who is at the end of the channel; none: see the route
};

/// At most config::route_hops_max legs. Errors: errc::invalid, naming the segment; errc::limit.
result<std::vector<leg>> read_itinerary(const wire::multiaddr&);

/// The legs to a project's node, which stand at `segment` for its name. Errors: errc::invalid, if
/// its route does not lead to a listener by way of a link.
result<std::vector<leg>> read_itinerary(const channels::project&, std::size_t segment);

/// The listener that a route ends with becomes the channel with it. Errors: errc::invalid.
result<wire::multiaddr> with_channel(const wire::multiaddr& to);

/// "/dnsaddr/n/tcp/7000/secure/api: segment 3, /secure/api: `why`"
std::string at_segment(const wire::multiaddr&, std::size_t segment, std::string_view why);

} // namespace ockam::actors
