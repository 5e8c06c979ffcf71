// Accepts connections and has the node's link table make links of them.
#pragma once
#include "transports/work/context.hpp"

#include <caf/actor.hpp>

#include <string>

namespace ockam::transports {

struct listening {
  std::string address; ///< 32 hexadecimal digits: the listener's id
  endpoint bound;      ///< with the port that the system chose if none was asked for
  caf::actor actor;    ///< an exit message closes the listener; its links stay
};

/// Listens on `at` from now on. Errors: those of network::listen.
result<listening> listen(context&, const endpoint& at);

} // namespace ockam::transports
