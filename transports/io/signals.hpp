// Signals as something to poll.
#pragma once
#include "transports/io/descriptor.hpp"

#include <span>

namespace ockam::transports {

/// A descriptor that is readable when one of the signals has come, as signalfd_siginfo. This thread
/// and every one that it makes from now on leave them alone.
descriptor block_signals(std::span<const int> signals);

} // namespace ockam::transports
