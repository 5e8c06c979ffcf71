// Whose the names of relays are: the part of relay_service that decides it.
#include "actors/relays/owner_question.hpp"
#include "actors/relays/relay_service.hpp"
#include "actors/routing/route_handle.hpp"
#include "config/base/log.hpp"

#include <caf/send.hpp>

namespace ockam::actors {

void relay_service::decide(registration wanted) {
  const auto old = relays_.find(wanted.address);
  if (old == relays_.end()) {
    const auto* const reserved = reserved_.find(wanted.address, home().now());
    if (reserved && wanted.who.peer != reserved->owner)
      return refuse(wanted.message, &wanted.who, reserved_for(*reserved));
  } else if (rule_on(old->second.who, wanted.who) == name_ruling::asks) {
    look_at(old->second);
    if (home().now() - old->second.heard_at <= config::owner_heard_max)
      return keep_owner(old->second, wanted);
    return ask_owner(std::move(wanted));
  }
  if (const auto made = host_for(wanted); !made) refuse(wanted.message, &wanted.who, made.error());
}

void relay_service::ask_owner(registration wanted) {
  const auto full = asked_.size() >= config::owners_asked_max;
  if (full) node_.counted.refuse(config::limit::owners_asked);
  if (full || asked_.contains(wanted.address))
    return refuse(wanted.message, &wanted.who,
                  fail(errc::limit, "its owner is being asked already whether it is there"));
  if (wanted.who.tail)
    tell(wanted.message.return_route, wanted.address,
         {wire::relay_notice_kind::asking, "its owner is asked whether it is there"});
  const auto& old = relays_.find(wanted.address)->second;
  const auto address = node_.random.address();
  const auto asks = home().spawn<owner_question>(
      std::ref(node_), address, old.owner, old.who.peer,
      [this, relay = wanted.address](bool is_there) { run([&] { answered(relay, is_there); }); });
  node_.workers.add(wire::local(address), asks, "question to a relay's owner",
                    transports::reach::who_learnt_it());
  const auto name = wanted.address;
  asked_.emplace(name, question{std::move(wanted), old.relay, asks, home().now()});
}

void relay_service::answered(const std::string& address, bool is_there) {
  auto over = asked_.extract(address);
  if (!over) return;
  auto& [wanted, relay, asks, since] = over.mapped();
  const auto at = relays_.find(address);
  if (at == relays_.end() || at->second.relay != relay) return decide(std::move(wanted));
  auto& old = at->second;
  look_at(old);
  if (is_there) old.heard_at = home().now();
  if (old.heard_at >= since) return keep_owner(old, wanted);
  const reserved_names::entry gone{old.who.peer.value_or(wire::identifier()),
                                   old.heard_at + config::name_reserved};
  if (old.who.peer && wanted.who.peer != old.who.peer && *gone.until > home().now())
    return refuse(wanted.message, &wanted.who, reserved_for(gone));
  if (const auto allowed = permit(wanted); !allowed)
    return refuse(wanted.message, &wanted.who, allowed.error());
  if (const auto made = host_for(wanted); !made) refuse(wanted.message, &wanted.who, made.error());
}

/// Tells owner and newcomer that the name stays; the owner no more often than it helps.
void relay_service::keep_owner(hosted& standing, const registration& newcomer) {
  const auto now = home().now();
  const auto told = standing.conflict.was_just_told(now);
  standing.conflict.note(in_words_with_source(newcomer.who) + " wants this name", now);
  const auto said = to_text(newcomer.who) + " wants this name";
  if (standing.who.tail && !told)
    tell(standing.confirms_to(), newcomer.address, {wire::relay_notice_kind::wanted, said});
  config::log_limited("relay name", config::log_level::warn,
                      "relay " + newcomer.address + " stays that of "
                          + in_words_with_source(standing.who) + ", who is there: "
                          + in_words_with_source(newcomer.who) + " wants its name");
  refuse(newcomer.message, &newcomer.who,
         fail(errc::already_exists, "another node has this name now: " + to_text(standing.who)));
}

error relay_service::reserved_for(const reserved_names::entry& whose) const {
  const auto left = *whose.until - home().now();
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(left).count();
  return fail(errc::already_exists, "this name is reserved for " + to_string(whose.owner)
                                        + ", whose relay has ended, for " + std::to_string(minutes)
                                        + " min");
}

void relay_service::release(const registration& gone) {
  const auto at = relays_.find(gone.address);
  if (at == relays_.end() || !at->second.who.is_same_registration(gone.who)) return;
  config::log_event(config::log_level::info,
                    "relay " + gone.address + " is given up by " + in_words_with_source(gone.who));
  reserved_.release(gone.address);
  end_relay(gone.address, {});
}

void relay_service::look_at(hosted& one) {
  const auto heard = heard_by(node_, one.owner);
  if (heard != one.heard) one.heard = heard, one.heard_at = home().now();
}

void relay_service::look() {
  for (auto& [address, one] : relays_) look_at(one);
  reserved_.expire(home().now());
  write_names();
  if (!relays_.empty() || !reserved_.all().empty() || reserved_.changed())
    look_.arm(config::owner_look_period);
}

void relay_service::write_names() {
  for (const auto& address : reserved_.take_changed(config::names_written_max)) {
    const auto at = reserved_.all().find(address);
    if (!keeper_.keep) continue;
    at == reserved_.all().end() ? keeper_.forget(address) : keeper_.keep(address, at->second.owner);
  }
}

void relay_service::restore(const std::string& address, const wire::identifier& owner) {
  reserved_.restore(address, owner, home().now());
  if (!look_.armed()) look_.arm(config::owner_look_period);
}

bool relay_service::free_name(std::string_view address) {
  if (!reserved_.all().contains(address)) return false;
  reserved_.release(address);
  return true;
}

transports::duration relay_service::silent_for(const hosted& one) const {
  if (heard_by(node_, one.owner) != one.heard) return {};
  return home().now() - one.heard_at;
}

std::string relay_service::conflict_of(const hosted& one) const {
  return one.conflict.shown(home().now());
}

} // namespace ockam::actors
