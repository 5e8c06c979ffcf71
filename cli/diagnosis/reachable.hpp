// Tells whether somebody listens at an address, for checks of outlets' targets.
#pragma once
#include "transports/io/network.hpp"

namespace ockam::cli {

/// Connects and hangs up. Errors: those of network::dial.
status try_to_connect(const transports::endpoint& to, std::chrono::milliseconds timeout);

} // namespace ockam::cli
