#include "actors/relay.hpp"

#include "wire/bare.hpp"

namespace ockam::actors {

relay::relay(caf::actor_config& cfg, transports::context& node, std::string address,
             wire::route registrant, transports::port way)
    : named_worker(cfg, node, std::move(address)),
      owner_(std::move(registrant)),
      way_(std::move(way)) {}

void relay::on_start() {
  transports::message confirmation;
  confirmation.onward = owner_;
  confirmation.return_route.push_back(address());
  confirmation.payload = transports::slice::copy_of(wire::encode_text(address().value));
  node_.workers.route(std::move(confirmation));
  owner_.pop_back();
}

std::optional<wire::identifier> relay::proven_peer() const {
  const auto* const first = way_.here();
  return first ? first->proven_peer() : std::nullopt;
}

void relay::deliver(transports::message&& m) {
  // The same bound as in the directory, which is not asked again: `way_` is the first hop.
  if (m.local_hops >= config::local_hops_max) return;
  ++m.local_hops;
  m.onward.pop_front();
  m.onward.prepend(owner_);
  way_.pass(std::move(m));
}

} // namespace ockam::actors
