#include "actors/relays/relay_service.hpp"

#include "actors/relays/relay.hpp"
#include "actors/routing/error_text.hpp"
#include "actors/routing/route_handle.hpp"
#include "channels/workers/access_rules.hpp"
#include "channels/workers/channel_table.hpp"
#include "channels/workers/credential_table.hpp"
#include "config/base/log.hpp"
#include "config/text/name.hpp"
#include "transports/links/link_table.hpp"
#include "wire/encoding/bare.hpp"

#include <caf/send.hpp>

#include <algorithm>

namespace ockam::actors {

/// Where the owner of this relay is told about it: back by the way that its registration came.
wire::route relay_service::hosted::confirms_to() const {
  auto out = owner;
  out.push_back(wire::local(who.worker));
  return out;
}

void relay_service::on_start() {
  set_down_handler([this](const caf::down_msg& down) { end_relays_of(down.source.id()); });
}

void relay_service::on_exit() {
  for (const auto& [address, each] : asked_)
    caf::anon_send_exit(each.asks, caf::exit_reason::user_shutdown);
  asked_.clear();
  for (const auto& [when, mark] : ending_) mark->end();
  for (const auto& [address, one] : relays_)
    if (one.mark) one.mark->end();
  relays_.clear();
  by_first_hop_.clear();
  fallen_.clear();
  by_link_.clear();
  audit_ = {};
  keeper_ = {};
}

// -- what is asked for ----------------------------------------------------------------

void relay_service::deliver(transports::message&& m) {
  if (m.entered && !m.entered->is_heard()) return; // who asked has gone
  auto source = paced_as(m);
  if (!node_.paced.registrations.allows(source, home().now()))
    return static_cast<void>(config::log_limited(
        "relay service pace", config::log_level::warn,
        "one source asks for too many relays too fast; some registrations were dropped"));
  auto wanted = read(m, std::move(source));
  if (!wanted) return refuse(m, nullptr, wanted.error());
  if (wanted->who.tail && wanted->who.tail->release) return release(*wanted);
  if (const auto allowed = permit(*wanted); !allowed)
    return refuse(wanted->message, &wanted->who, allowed.error());
  decide(std::move(*wanted));
}

/// Whose share of the pace a registration counts for: an identity if a credential tells it apart from
/// others, or else the link that it came by.
std::string relay_service::paced_as(const transports::message& m) const {
  if (m.peer && node_.credentials.find(*m.peer)) return to_string(*m.peer);
  return node_.links.paced_as(node_.channels.link_below(m.return_route), m.return_route);
}

result<relay_service::registration> relay_service::read(transports::message& m,
                                                        std::string source) const {
  // The last hop waits for the confirmation, those before it are the way to the owner.
  if (m.return_route.size() < 2) return fail(errc::invalid, "no way leads back");
  OCKAM_TRY(request, wire::decode_relay_request(m.payload.view()));
  OCKAM_TRY(name, name_of(request.name));
  const auto link = node_.links.find(node_.channels.link_below(m.return_route));
  name_owner who{m.peer, std::string(m.return_route.back().value),
                 link ? transports::to_string(link->peer) : "", request.tail};
  const auto is_random = request.name == any_name;
  return registration{std::move(m), wire::relay_address(name), std::move(who), std::move(source),
                      is_random};
}

result<std::string> relay_service::name_of(std::string_view asked) const {
  if (asked == any_name) return node_.random.address();
  if (auto good = config::check_name(config::named::relay, std::string(asked)); !good)
    return good.error();
  return std::string(asked);
}

caf::actor_id relay_service::id_of(const std::string& link) const {
  const auto worker = node_.workers.find(wire::local(link));
  return worker.open() ? worker.actor().id() : 0;
}

error relay_service::too_many(config::limit why, std::size_t count, std::string_view who) {
  node_.counted.refuse(why);
  return fail(errc::limit, std::string(who) + " has " + std::to_string(count) + " relays");
}

std::size_t relay_service::relays_of_busiest_link() const {
  std::size_t out = 0;
  for (const auto& [link, count] : by_link_) out = std::max(out, count);
  return out;
}

status relay_service::admit(caf::actor_id link, std::string_view address,
                            const std::string& source) {
  const auto count = by_link_.find(link);
  const auto old = relays_.find(address);
  const auto replaces_its_own = old != relays_.end() && old->second.link == link;
  if (count != by_link_.end() && count->second >= node_.limits[config::limit::relays_per_link]
      && !replaces_its_own)
    return too_many(config::limit::relays_per_link, count->second, "the link");
  if (old != relays_.end()) return ockam::done{}; // takes the place of the older one
  if (relays_.size() >= node_.limits[config::limit::relays] && !make_place(source))
    return too_many(config::limit::relays, relays_.size(), "this node");
  if (node_.workers.find(wire::local(address)).open())
    return fail(errc::already_exists, std::string(address) + " is a worker of another kind");
  return ockam::done{};
}

/// The newest relay of the source that has the most ends for one that has fewer.
bool relay_service::make_place(const std::string& source) {
  const auto gone = places_.gives_way(source);
  if (!gone) return false;
  const auto address = places_.at(*gone); // a copy: it goes
  node_.counted.refuse(config::limit::relays);
  config::log_limited("relays too many", config::log_level::warn,
                      "too many relays: " + address + " ends, whose source has the most");
  return end_relay(address, {wire::relay_notice_kind::ended,
                             "its host has too many relays, and most are from your address"});
}

// -- hosting --------------------------------------------------------------------------

status relay_service::host_for(registration& wanted) {
  auto& m = wanted.message;
  const auto& address = wanted.address;
  const auto way = node_.workers.find(m.return_route.front());
  if (!way.open()) return fail(errc::unavailable, "the way back is gone");
  const auto away = transports::leading_away(node_.workers, m.return_route);
  const auto* const leads = away.here();
  if (!leads || !leads->leads_away()) return fail(errc::invalid, "the way back ends in this node");
  // A copy, because the way may be the very relay that is replaced below.
  const caf::actor first_hop = away.actor(); // NOLINT(performance-unnecessary-copy-initialization)
  const auto link = id_of(node_.channels.link_below(m.return_route));
  const auto source = m.entered && m.entered->about().source ? *m.entered->about().source : "";
  if (auto allowed = admit(link, address, source); !allowed) return allowed;

  hosted made{m.return_route, {}, first_hop, link, {}, {}, wanted.who, 0, home().now()};
  made.owner.pop_back();
  made.heard = heard_by(node_, made.owner);
  const auto old = relays_.find(address);
  if (old != relays_.end() && old->second.who.is_same_registration(wanted.who)
      && old->second.owner == made.owner) {
    old->second.heard_at = made.heard_at; // said again: no good end of anything
    confirm(wanted);
    return ockam::done{};
  }
  say_whose(wanted, old == relays_.end() ? nullptr : &old->second);
  made.mark = mark_for(address, first_hop, made.who);
  if (node_.access.isolates_members())
    made.clients =
        old != relays_.end() && old->second.clients && old->second.clients->whole() == made.mark
            ? old->second.clients
            : std::make_shared<client_marks>(made.mark);
  // Of one way only the same owner could tell two registrations apart, and its streams go on.
  const auto is_other = old != relays_.end() && !old->second.who.is_same_registration(wanted.who)
                        && old->second.first_hop != first_hop;
  const auto said = is_other ? "another node has this name now: " + to_text(wanted.who) : "";
  end_relay(address, {wire::relay_notice_kind::replaced, said});
  made.relay = home().spawn<relay>(std::ref(node_), address, std::move(m.return_route), way,
                                   kind_ == host::project_node, transports::mark_set::of(made.mark),
                                   made.clients);
  node_.workers.add(wire::local(address), made.relay, "relay", transports::reach::everybody());
  auto& names = by_first_hop_[first_hop.id()];
  if (names.empty()) monitor(first_hop);
  names.insert(address);
  ++by_link_[link];
  node_.in_use.add_relay(first_hop.id());
  if (link != first_hop.id()) node_.in_use.add_relay(link); // by a channel
  made.number = places_.enter(address, source,
                              made.who.peer ? transports::places::rank::proven
                                            : transports::places::rank::idle);
  if (made.who.peer && !wanted.is_random)
    reserved_.hold(address, *made.who.peer);
  else
    reserved_.release(address);
  relays_.emplace(address, std::move(made));
  node_.paced.registrations.ended_well(wanted.source, home().now());
  if (!look_.armed()) look_.arm(config::owner_look_period);
  return ockam::done{};
}

/// The one who has it wants to know whether it has it still.
void relay_service::confirm(const registration& wanted) const {
  transports::message confirmation;
  confirmation.onward = wanted.message.return_route;
  confirmation.return_route.push_back(wire::local(wanted.address));
  confirmation.payload = transports::slice::copy_of(wire::encode_text(wanted.address));
  node_.workers.route(std::move(confirmation));
}

void relay_service::say_whose(const registration& made, const hosted* old) const {
  auto way = made.message.return_route;
  way.pop_back();
  const auto leads = "relay " + made.address + " leads to " + wire::to_string(way) + ", "
                     + in_words_with_source(made.who);
  if (!old || old->who.is_same_registration(made.who))
    return static_cast<void>(config::log_event(config::log_level::info, leads));
  config::log_event(config::log_level::warn,
                    leads + ", and not to " + in_words_with_source(old->who) + " any more");
}

/// A stranger and a real peer get no answer: the reference gives none.
void relay_service::refuse(const transports::message& m, const name_owner* who,
                           const error& why) const {
  using enum wire::relay_notice_kind;
  const auto from = m.peer ? to_string(*m.peer) : wire::to_string(m.return_route);
  config::log_limited("relay service", config::log_level::warn,
                      "refused a relay for " + from + ": " + why.message);
  const auto name = wire::decode_text(m.payload.view());
  const auto is_name = why.code == errc::already_exists || why.code == errc::limit;
  if (who && who->tail && (m.peer || is_name))
    tell(m.return_route, wire::relay_address(name ? *name : ""),
         {is_name ? refused : denied, to_text(why)});
  if (kind_ != host::project_node) return;
  audit_.note({static_cast<std::int64_t>(node_.time.now()), m.peer ? from : "", "register relay",
               name ? std::string(*name) : "", "refused: " + why.message});
}

void relay_service::tell(const wire::route& whom, std::string_view address,
                         wire::relay_notice what) const {
  transports::message notice;
  notice.onward = whom;
  notice.return_route.push_back(wire::local(address));
  notice.payload = transports::slice::copy_of(wire::encode_relay_notice(what));
  node_.workers.route(std::move(notice));
}

/// The mark of a new relay. An owner that has the relay again goes on with what was learnt by way
/// of it, in clear one of the same home, too: its next process, say. Another owner begins anew.
transports::relay_mark_ptr relay_service::mark_for(std::string_view address,
                                                   const caf::actor& first_hop,
                                                   const name_owner& who) {
  const auto old = relays_.find(address);
  if (old != relays_.end() && old->second.who.peer == who.peer
      && (old->second.who.is_same_owner(who) || old->second.first_hop == first_hop))
    return std::exchange(old->second.mark, nullptr);
  return caf::make_counted<transports::relay_mark>();
}

bool relay_service::remove(std::string_view address) {
  const std::string name{address}; // it may be the very key
  reserved_.release(name);
  return end_relay(name, {wire::relay_notice_kind::ended, "its host has ended it"});
}

bool relay_service::end_relay(std::string_view address, wire::relay_notice why) {
  const auto at = relays_.find(address);
  if (at == relays_.end()) return false;
  const auto gone = take_out(at);
  if (gone.who.tail && !why.reason.empty()) tell(gone.confirms_to(), address, why);
  if (!gone.mark) return true; // its owner has it again
  ending_.emplace_back(home().now() + config::relay_farewell, gone.mark);
  if (!farewell_.armed()) farewell_.arm(config::relay_farewell);
  return true;
}

relay_service::hosted relay_service::take_out(hosted_relays::iterator at) {
  const auto address = at->first;
  auto gone = std::move(at->second);
  relays_.erase(at);
  node_.workers.remove(wire::local(address)); // at once: the relay's end takes a message
  caf::anon_send_exit(gone.relay, caf::exit_reason::user_shutdown);
  node_.in_use.drop_relay(gone.first_hop.id());
  if (gone.link != gone.first_hop.id()) node_.in_use.drop_relay(gone.link);
  places_.leave(gone.number);
  if (const auto count = by_link_.find(gone.link); --count->second == 0) by_link_.erase(count);
  const auto names = by_first_hop_.find(gone.first_hop.id());
  names->second.erase(address);
  if (names->second.empty()) {
    demonitor(gone.first_hop);
    by_first_hop_.erase(names);
  }
  return gone;
}

void relay_service::end_marks() {
  while (!ending_.empty() && ending_.front().first <= home().now()) {
    ending_.front().second->end();
    ending_.pop_front();
  }
  if (!ending_.empty()) farewell_.arm(ending_.front().first - home().now());
}

void relay_service::end_relays_of(caf::actor_id first_hop) {
  fallen_.push_back({first_hop, 0});
  if (fallen_.size() == 1) end_some(); // else that comes
}

/// A few at a time: a link may have thousands, and others have their turn.
void relay_service::end_some() {
  for (auto left = config::relay_ends_per_turn; left > 0 && !fallen_.empty();) {
    auto& [hop, ended] = fallen_.front();
    const auto at = by_first_hop_.find(hop);
    std::vector<std::string> names;
    if (at != by_first_hop_.end())
      for (auto name = at->second.begin(); name != at->second.end() && names.size() < left; ++name)
        names.push_back(*name);
    for (const auto& address : names) {
      reserved_.ended(address, home().now());
      if (const auto one = relays_.find(address); one != relays_.end())
        if (const auto gone = take_out(one); gone.mark) gone.mark->end(); // nobody is there to tell
    }
    ended += names.size();
    left -= names.size();
    if (by_first_hop_.contains(hop)) continue;
    if (ended > 0)
      config::log_event(config::log_level::info,
                        std::to_string(ended) + " relays ended with the way to their owner");
    fallen_.pop_front();
  }
  if (fallen_.empty()) return;
  home().post([this, self = caf::weak_actor_ptr{ctrl()}] {
    if (const auto there = self.lock()) run([this] { end_some(); });
  });
}

} // namespace ockam::actors
