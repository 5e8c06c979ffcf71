// An actor with its object. Whatever runs on the same reactor may look into the object as long as
// it holds the actor.
#pragma once
#include <caf/actor.hpp>
#include <caf/actor_cast.hpp>

namespace ockam::transports {

template <class Actor>
struct pinned_ref {
  caf::actor actor;
  Actor* object = nullptr; ///< valid while `actor` is held

  pinned_ref() = default;
  /// REQUIRES: the object of `a` is an Actor.
  explicit pinned_ref(caf::actor a)
      : actor(std::move(a)),
        object(dynamic_cast<Actor*>(caf::actor_cast<caf::abstract_actor*>(actor))) {}
};

} // namespace ockam::transports
