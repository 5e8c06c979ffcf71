// How we run CAF. Never parse() it: that reads files in the working directory.
#pragma once
#include <caf/actor_system_config.hpp>

namespace ockam::actors {

/// One thread for what is not on the reactor, woken by a condition variable: an idle process uses
/// no CPU.
struct system_config : caf::actor_system_config {
  system_config();
};

} // namespace ockam::actors
