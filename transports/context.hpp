// What every actor of one node can reach. Owned by the node, outlives its actors; used on the
// reactor only.
#pragma once
#include "transports/network.hpp"
#include "transports/port.hpp"
#include "transports/reactor.hpp"

namespace ockam::transports {

class link_table;

struct context {
  reactor& home;
  network& net;
  randomness& random;
  directory& workers;
  link_table& links;
};

} // namespace ockam::transports
