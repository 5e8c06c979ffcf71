#include "actors/portals/last_streams.hpp"

#include "config/defaults.hpp"

#include <utility>

namespace ockam::actors {

last_streams::last_streams(caf::actor_config& cfg, std::shared_ptr<const stream_table> streams,
                           std::function<void()> quiet)
    : pinned_actor(cfg),
      streams_(std::move(streams)),
      quiet_(std::move(quiet)),
      next_look_(*this, [this] { look(); }),
      since_(home().now()) {}

caf::behavior last_streams::make_behavior() {
  next_look_.arm(config::handed_over_look_period);
  return {[](const caf::unit_t&) {}};
}

void last_streams::look() {
  const auto now = home().now();
  if (streams_->size() > 0) since_ = now;
  if (now - since_ < config::handed_over_quiet)
    return next_look_.arm(config::handed_over_look_period);
  quit();
  if (const auto to = std::exchange(quiet_, nullptr)) to();
}

} // namespace ockam::actors
