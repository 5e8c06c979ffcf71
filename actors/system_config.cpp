#include "actors/system_config.hpp"

#include "config/defaults.hpp"

namespace ockam::actors {

system_config::system_config() {
  set("scheduler.policy", caf::atom("sharing"));
  set("scheduler.max-threads", config::scheduler_threads);
  set("scheduler.max-throughput", config::scheduler_throughput);
}

} // namespace ockam::actors
