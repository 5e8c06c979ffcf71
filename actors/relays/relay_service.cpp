#include "actors/relays/relay_service.hpp"

#include "actors/relays/relay.hpp"
#include "channels/workers/access_rules.hpp"
#include "channels/workers/channel_table.hpp"
#include "config/base/log.hpp"
#include "transports/links/link_table.hpp"
#include "wire/encoding/bare.hpp"

#include <caf/send.hpp>

#include <algorithm>

namespace ockam::actors {

namespace {

/// A name becomes part of an address that people write: /service/forward_to_NAME.
bool writable(std::string_view name) {
  const auto unwritable = [](char c) { return c == '/' || c == 0x7f || (c >= 0 && c <= ' '); };
  return !name.empty() && std::none_of(name.begin(), name.end(), unwritable);
}

} // namespace

void relay_service::on_start() {
  set_down_handler([this](const caf::down_msg& down) { end_relays_of(down.source.id()); });
}

void relay_service::on_exit() {
  relays_.clear();
  by_first_hop_.clear();
  by_link_.clear();
  audit_ = {};
}

void relay_service::deliver(transports::message&& m) {
  const auto asked = m; // a copy of the route, and of nothing else
  if (const auto made = host_for(std::move(m)); !made) refuse(asked, made.error());
}

void relay_service::refuse(const transports::message& m, const error& why) const {
  const auto from = m.peer ? to_string(*m.peer) : wire::to_string(m.return_route);
  config::log_limited("relay service", config::log_level::warn,
                      "refused a relay for " + from + ": " + why.message);
  if (kind_ != host::project_node) return;
  const auto name = wire::decode_text(m.payload);
  audit_.note({static_cast<std::int64_t>(node_.time.now()), m.peer ? from : "", "register relay",
               name ? std::string(*name) : "", "refused: " + why.message});
}

result<std::string> relay_service::name_of(const transports::message& m) const {
  const auto name = wire::decode_text(m.payload);
  if (!name) return name.error();
  if (*name == any_name) return node_.random.address();
  if (!writable(*name)) return fail(errc::invalid, "the name can not be part of a route");
  if (wire::relay_prefix.size() + name->size() > config::address_size_max)
    return fail(errc::limit, "a name of " + std::to_string(name->size()) + " bytes");
  return std::string(*name);
}

/// Channels are made at will, links are not: what one peer may have is counted by its link.
caf::actor_id relay_service::link_below(const wire::route& way) const {
  std::string hop{way.front().value};
  for (std::size_t nested = 0; nested < config::route_hops_max; ++nested) {
    const auto channel = node_.channels.find(hop);
    if (!channel) break;
    hop = channel->way.front().value;
  }
  const auto link = node_.workers.find(wire::local(hop));
  return link.open() ? link.actor().id() : 0;
}

status relay_service::admit(caf::actor_id link, std::string_view address) const {
  const auto count = by_link_.find(link);
  const auto old = relays_.find(address);
  const auto replaces_its_own = old != relays_.end() && old->second.link == link;
  if (count != by_link_.end() && count->second >= config::relays_per_link_max && !replaces_its_own)
    return fail(errc::limit, "the link has " + std::to_string(count->second) + " relays");
  if (old != relays_.end()) return ockam::done{}; // takes the place of the older one
  if (relays_.size() >= config::relays_max)
    return fail(errc::limit, "this node has " + std::to_string(relays_.size()) + " relays");
  if (node_.workers.find(wire::local(address)).open())
    return fail(errc::already_exists, std::string(address) + " is a worker of another kind");
  return ockam::done{};
}

status relay_service::ask_policy(std::string_view address,
                                 const std::optional<wire::identifier>& peer) const {
  const channels::guard gate(node_.access, channels::resource_types::relay,
                             std::string(address.substr(wire::relay_prefix.size())));
  return gate.admits(peer);
}

void relay_service::ask_again(const std::optional<wire::identifier>& whose) {
  std::vector<std::string> denied;
  for (const auto& [address, one] : relays_) {
    if (whose && one.peer != whose) continue;
    const auto allowed = ask_policy(address, one.peer);
    if (allowed) continue;
    config::log(config::log_level::warn, "relay " + address + " ends: " + allowed.error().message);
    denied.push_back(address);
  }
  for (const auto& address : denied) remove(address);
}

status relay_service::permit(const transports::message& m, std::string_view address) const {
  if (kind_ == host::any_node) return ask_policy(address, m.peer);
  if (!m.peer) return fail(errc::denied, "it came through no secure channel");
  const auto* const standing = node_.credentials.find(*m.peer);
  if (!standing) return fail(errc::denied, "no credential of this project was shown");
  const auto asked = *wire::decode_text(m.payload); // name_of() did so before
  const auto allowed = standing->attributes.find("ockam-relay");
  if (allowed == standing->attributes.end())
    return fail(errc::denied, "the credential has no attribute ockam-relay");
  if (allowed->second != "*" && allowed->second != asked)
    return fail(errc::denied, "the credential allows a relay " + allowed->second + ", and not "
                                  + std::string(asked));
  // Else it would outlive the channel, and its name would be taken for ever.
  const auto channel = node_.channels.find(m.return_route.front().value);
  if (!channel || channel->peer != *m.peer) return fail(errc::denied, "it took a way round");
  const auto old = relays_.find(address);
  if (old != relays_.end() && old->second.peer != m.peer)
    return fail(errc::denied, std::string(address) + " is that of " + to_string(*old->second.peer));
  return ask_policy(address, m.peer);
}

status relay_service::host_for(transports::message&& m) {
  // The last hop waits for the confirmation, those before it are the way to the owner.
  if (m.return_route.size() < 2) return fail(errc::invalid, "no way leads back");
  const auto way = node_.workers.find(m.return_route.front());
  if (!way.open()) return fail(errc::unavailable, "the way back is gone");
  const auto name = name_of(m);
  if (!name) return name.error();
  const auto address = wire::relay_address(*name);
  if (auto allowed = permit(m, address); !allowed) return allowed;
  // A copy, because the way may be the very relay that is replaced below.
  const caf::actor first_hop = way.actor(); // NOLINT(performance-unnecessary-copy-initialization)
  const auto link = link_below(m.return_route);
  if (auto allowed = admit(link, address); !allowed) return allowed;

  node_.links.mark_known(m.return_route.front().value);
  remove(address);
  hosted made{m.return_route, {}, first_hop, link, m.peer};
  made.owner.pop_back();
  made.relay = home().spawn<relay>(std::ref(node_), address, std::move(m.return_route), way,
                                   kind_ == host::project_node);
  node_.workers.add(wire::local(address), made.relay, "relay");
  auto& names = by_first_hop_[first_hop.id()];
  if (names.empty()) monitor(first_hop);
  names.insert(address);
  ++by_link_[link];
  relays_.emplace(address, std::move(made));
  config::log(config::log_level::info,
              "relay " + address + " leads to " + wire::to_string(relays_.at(address).owner));
  return ockam::done{};
}

bool relay_service::remove(std::string_view address) {
  const auto at = relays_.find(address);
  if (at == relays_.end()) return false;
  const auto gone = std::move(at->second);
  relays_.erase(at);
  node_.workers.remove(wire::local(address)); // at once: the relay's end takes a message
  caf::anon_send_exit(gone.relay, caf::exit_reason::user_shutdown);
  if (const auto count = by_link_.find(gone.link); --count->second == 0) by_link_.erase(count);
  const auto names = by_first_hop_.find(gone.first_hop.id());
  names->second.erase(std::string(address));
  if (names->second.empty()) {
    demonitor(gone.first_hop);
    by_first_hop_.erase(names);
  }
  return true;
}

void relay_service::end_relays_of(caf::actor_id first_hop) {
  const auto at = by_first_hop_.find(first_hop);
  if (at == by_first_hop_.end()) return;
  const auto names = at->second;
  for (const auto& address : names) remove(address);
  config::log(config::log_level::info,
              std::to_string(names.size()) + " relays ended with the way to their owner");
}

} // namespace ockam::actors
