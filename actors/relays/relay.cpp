#include "actors/relays/relay.hpp"

#include "channels/workers/credential_table.hpp"
#include "config/base/log.hpp"
#include "wire/encoding/bare.hpp"

namespace ockam::actors {

relay::relay(caf::actor_config& cfg, channels::context& node, std::string address,
             wire::route registrant, transports::port way, bool members_only)
    : named_worker(cfg, node, std::move(address)),
      credentials_(node.credentials),
      members_only_(members_only),
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

bool relay::admits(const transports::message& m) const {
  return !members_only_ || (m.peer && credentials_.find(*m.peer));
}

void relay::deliver(transports::message&& m) {
  if (!admits(m)) {
    config::log_limited("relay", config::log_level::warn,
                        "dropped a message to " + std::string(address().value) + ": "
                            + (m.peer ? to_string(*m.peer) + " has shown no credential"
                                      : "it came through no secure channel")
                            + " of this project");
    return;
  }
  // The same bound as in the directory, which is not asked again: `way_` is the first hop.
  if (m.local_hops >= config::local_hops_max) return;
  ++m.local_hops;
  m.onward.pop_front();
  m.onward.prepend(owner_);
  way_.pass(std::move(m));
}

} // namespace ockam::actors
