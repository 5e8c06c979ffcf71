#include "actors/relays/relay.hpp"

#include "actors/access/isolation.hpp"
#include "channels/workers/access_rules.hpp"
#include "channels/workers/credential_table.hpp"
#include "config/base/log.hpp"
#include "wire/encoding/bare.hpp"
#include "wire/routing/relay_name.hpp"

namespace ockam::actors {

relay::relay(caf::actor_config& cfg, channels::context& node, std::string address,
             wire::route registrant, transports::port way, bool members_only,
             transports::marks mark, std::shared_ptr<client_marks> clients)
    : named_worker(cfg, node, std::move(address)),
      credentials_(node.credentials),
      access_(node.access),
      members_only_(members_only),
      owner_(std::move(registrant)),
      way_(std::move(way)),
      mark_(std::move(mark)),
      clients_(std::move(clients)) {}

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

bool relay::may_reach_owner(const wire::identifier& member, const channels::standing& held) {
  const auto now = home().now();
  if (asked_about_ == member && now - asked_at_ < config::isolation_look_period) return answer_;
  const auto owner = proven_peer();
  const auto* const theirs = owner ? credentials_.find(*owner) : nullptr;
  asked_about_ = member;
  asked_at_ = now;
  answer_ = owner == member
            || may_reach(held.attributes, theirs ? &theirs->attributes : nullptr,
                         wire::relay_name(address().value));
  return answer_;
}

std::string relay::why_refused(const transports::message& m) {
  if (!members_only_) return {};
  if (!m.peer) return "it came through no secure channel of this project";
  const auto* const held = credentials_.find(*m.peer);
  if (!held) return to_string(*m.peer) + " has shown no credential of this project";
  if (!access_.isolates_members() || may_reach_owner(*m.peer, *held)) return {};
  return to_string(*m.peer) + " is in no team of its owner, and " + reach_attribute
         + " of its credential does not name it";
}

void relay::deliver(transports::message&& m) {
  if (const auto why = why_refused(m); !why.empty()) {
    config::log_limited("relay", config::log_level::warn,
                        "dropped a message to " + std::string(address().value) + ": " + why);
    return;
  }
  // The same bound as in the directory, which is not asked again: `way_` is the first hop.
  if (m.local_hops >= config::local_hops_max) return;
  ++m.local_hops;
  m.onward.pop_front();
  m.onward.prepend(owner_);
  m.entered = nullptr; // the way to the owner is this node's own
  m.via = clients_ && m.peer ? clients_->of(*m.peer) : mark_;
  way_.pass(std::move(m));
}

} // namespace ockam::actors
