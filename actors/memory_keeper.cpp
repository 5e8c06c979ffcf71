#include "actors/memory_keeper.hpp"

#include "config/defaults.hpp"

#include <caf/actor_cast.hpp>

#include <malloc.h>

namespace ockam::actors {

memory_keeper::memory memory_keeper::of_process() {
  return {[] { return ::mallinfo2().fordblks; }, [] { ::malloc_trim(0); }};
}

void memory_keeper::watch() {
  const caf::weak_actor_ptr self{ctrl()};
  home().on_departures(config::actors_ended_noted, [self](std::uint64_t actors) {
    const auto there = self.lock();
    if (!there) return;
    auto& keeper = static_cast<memory_keeper&>(*caf::actor_cast<caf::abstract_actor*>(there));
    if (!keeper.ended()) keeper.note(actors);
  });
}

void memory_keeper::note(std::uint64_t actors) {
  ended_ = actors;
  if (look_.armed()) return;
  ended_then_ = ended_;
  began_ = home().now();
  look_.arm(config::memory_look_period);
}

void memory_keeper::look() {
  const auto quiet = ended_ == ended_then_;
  ended_then_ = ended_;
  if (!quiet && home().now() - began_ < config::memory_look_max)
    return look_.arm(config::memory_look_period);
  if (of_.free_bytes() >= config::memory_fall_min) of_.give_back();
}

} // namespace ockam::actors
