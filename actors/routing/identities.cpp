#include "actors/routing/identities.hpp"

#include <caf/event_based_actor.hpp>

namespace ockam::actors {

void identities::find(const std::string& name, answer to) const {
  if (name.empty()) return to(node_.self);
  if (!load_)
    return to(fail(errc::not_found, "identity " + name + " not found: this node has no vault"));
  node_.home.system().spawn([load = load_, name, to = std::move(to),
                             home = node_.home.weak_from_this()](caf::event_based_actor*) {
    auto loaded = load(name);
    if (const auto loop = home.lock())
      loop->post([to, loaded = std::move(loaded)]() mutable { to(std::move(loaded)); });
  });
}

} // namespace ockam::actors
