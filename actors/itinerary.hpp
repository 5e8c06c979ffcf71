// An address as commands write it, taken apart into what has to be done for it, from left to right.
//   (service|worker)* [(ip4|ip6|dnsaddr) tcp] (service|worker|secure)*
// A link is dialed for the transport part; /secure/X is a channel with the listener X, reached by
// all that comes before it; the rest are addresses of workers. Pure.
#pragma once
#include "transports/network.hpp"
#include "wire/multiaddr.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ockam::actors {

struct leg {
  enum class kind : unsigned char { worker, link, channel };
  kind what = kind::worker;
  std::string address;     ///< of the worker, or of the listener
  transports::endpoint to; ///< of the link
  std::size_t segment = 0; ///< its place among the parts of the address
};

/// At most config::route_hops_max legs. Errors: errc::invalid, naming the segment; errc::limit.
result<std::vector<leg>> read_itinerary(const wire::multiaddr&);

/// "/dnsaddr/n/tcp/7000/secure/api: segment 3, /secure/api: `why`"
std::string at_segment(const wire::multiaddr&, std::size_t segment, std::string_view why);

} // namespace ockam::actors
