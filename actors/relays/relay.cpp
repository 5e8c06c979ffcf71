#include "actors/relays/relay.hpp"

#include "actors/access/isolation.hpp"
#include "channels/workers/access_rules.hpp"
#include "channels/workers/channel_listener.hpp"
#include "channels/workers/credential_table.hpp"
#include "config/base/log.hpp"
#include "config/members/guests.hpp"
#include "wire/encoding/bare.hpp"
#include "wire/routing/relay_name.hpp"
#include "wire/routing/stream_id.hpp"

#include <iterator>

namespace ockam::actors {

namespace {

/// Whether behind this relay comes a listener of channels or the end of one, whose address is random.
bool leads_into_channel(const wire::route& onward) {
  if (onward.size() < 2) return false;
  const auto next = *std::next(onward.begin());
  return next == wire::local(channels::channel_listener::standard_address) || wire::id_of(next);
}

} // namespace

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

void relay::look_at(const wire::identifier& member, const channels::standing& held) {
  const auto now = home().now();
  if (asked_about_ == member && now - asked_at_ < config::isolation_look_period) return;
  asked_about_ = member;
  asked_at_ = now;
  is_guest_ = config::is_guest(held.attributes);
  if (!is_guest_ && !access_.isolates_members()) {
    reaches_ = true;
    return;
  }
  const auto owner = proven_peer();
  const auto* const theirs = owner && !is_guest_ ? credentials_.find(*owner) : nullptr;
  reaches_ = owner == member
             || may_reach(held.attributes, theirs ? &theirs->attributes : nullptr,
                          wire::relay_name(address().value));
}

std::string relay::why_refused(const transports::message& m) {
  if (!members_only_) return {};
  if (!m.peer) return "it came through no secure channel of this project";
  const auto* const held = credentials_.find(*m.peer);
  if (!held) return to_string(*m.peer) + " has shown no credential of this project";
  look_at(*m.peer, *held);
  if (!reaches_)
    return to_string(*m.peer) + " is in no team of its owner, and " + reach_attribute
           + " of its credential does not name it";
  if (is_guest_ && !leads_into_channel(m.onward))
    return to_string(*m.peer) + " is a guest, and what it sends leads into no channel";
  return {};
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
