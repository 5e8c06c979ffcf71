#include "actors/streams/early_payload.hpp"

namespace ockam::actors {

void early_streams::add(const wire::route& inlet, const peer& from, const caf::actor& stream) {
  const auto [at, added] = known_.try_emplace(std::string(wire::text_of(inlet.items())));
  if (added)
    at->second = {from, transports::port{caf::make_counted<transports::port_entry>(
                            stream, "", "", transports::reach::who_learnt_it())}};
}

transports::port early_streams::find(const transports::message& m) const {
  const auto at = known_.find(wire::text_of(m.return_route.items()));
  return at == known_.end() || at->second.from != m.peer ? transports::port{} : at->second.to;
}

void early_streams::remove(const wire::route& inlet, const transports::worker& stream) {
  const auto at = known_.find(wire::text_of(inlet.items()));
  if (at != known_.end() && at->second.to.here() == &stream) known_.erase(at);
}

} // namespace ockam::actors
