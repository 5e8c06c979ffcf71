#include "actors/streams/stream_sweep.hpp"

#include "config/defaults.hpp"

#include <utility>

namespace ockam::actors {

stream_sweep::stream_sweep(caf::actor_config& cfg)
    : pinned_actor(cfg), timer_(*this, [this] { look(); }) {}

caf::behavior stream_sweep::make_behavior() {
  started_ = true;
  arm();
  return {[](const caf::unit_t&) {}};
}

void stream_sweep::arm() {
  if (started_ && !all_.empty() && !timer_.armed()) timer_.arm(config::ack_delay);
}

void stream_sweep::enter(swept& who) {
  if (who.place_ != 0) return;
  all_.push_back(&who);
  who.place_ = static_cast<std::uint32_t>(all_.size());
  arm();
}

/// The last one takes its place.
void stream_sweep::leave(swept& who) {
  if (who.place_ == 0) return;
  const auto place = std::exchange(who.place_, 0);
  if (all_.back() != &who) {
    all_.back()->place_ = place;
    all_[place - 1] = all_.back();
  }
  all_.pop_back();
}

/// From the last one on: one that leaves is replaced by one that was looked at.
void stream_sweep::look() {
  for (auto left = all_.size(); left > 0; --left)
    if (left <= all_.size()) all_[left - 1]->look();
  arm();
}

} // namespace ockam::actors
