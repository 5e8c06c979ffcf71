#include "actors/relays/relays.hpp"

#include "actors/control/fields.hpp"
#include "actors/routing/wording.hpp"
#include "config/spec/name.hpp"

#include <caf/send.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::actors {

namespace {

std::string name_of(const registration& r) {
  return std::string(r.remote_address().empty() ? r.wanted().name
                                                : wire::relay_name(r.remote_address()));
}

/// The relay's address as its host calls it, or will call it if it has not said so yet; empty if
/// the host is to choose a name.
std::string address_of(const registration& r) {
  if (!r.remote_address().empty() || r.wanted().name.empty()) return r.remote_address();
  return wire::relay_address(r.wanted().name);
}

json describe(const registration& r) {
  auto out = r.session().describe();
  out.update({{"name", name_of(r)},
              {"role", "registered"},
              {"at", wire::to_string(r.wanted().at.to)},
              {"forwarding_route", wire::to_string(r.forwarding_route())},
              {"remote_address", address_of(r)},
              {"worker_address", wire::to_string(wire::local(r.worker_address()))},
              {"owner", ""},
              {"conflict", r.conflict()},
              {"allow", r.wanted().allow ? to_string(*r.wanted().allow) : ""}});
  return out;
}

/// Describes a hosted relay. All that its host can know is whether the owner is there, as far as it
/// was heard of.
json describe(std::string_view address, const relay_service::hosted& h,
              const relay_service& service) {
  const auto worker = wire::to_string(wire::local(address));
  const auto silent = service.silent_for(h);
  const auto is_there = silent <= config::owner_heard_max + config::owner_look_period;
  return {{"name", wire::relay_name(address)},
          {"role", "hosted"},
          {"at", ""},
          {"forwarding_route", worker + " => " + wire::to_string(h.owner)},
          {"remote_address", address},
          {"worker_address", worker},
          {"owner", in_words_with_source(h.who)},
          {"conflict", service.conflict_of(h)},
          {"allow", ""},
          {"status", is_there ? "up" : "degraded"},
          {"reason", is_there ? "" : "nothing was heard of its owner for " + in_words(silent)},
          {"proven_ms_ago", nullptr}, // its owner knows
          {"round_trip_us", nullptr},
          {"attempt", 0},
          {"next_attempt_ms", nullptr}};
}

error not_found(std::string_view name) {
  return fail(errc::not_found, "relay " + std::string(name) + " not found", "ockam relay list");
}

} // namespace

relays::relays(const identities& who, caf::actor service_actor, relay_service& service)
    : who_(who), node_(who.node()), service_actor_(std::move(service_actor)), service_(service) {
  const auto ask_again = [this](const std::optional<wire::identifier>& whose) {
    for (const auto& one : registered_) one.object->ask_again();
    service_.ask_again(whose);
  };
  node_.access.on_change([ask_again] { ask_again({}); });
  node_.credentials.on_change(ask_again);
}

relays::registrations::const_iterator relays::find(std::string_view name) const {
  return std::find_if(registered_.begin(), registered_.end(), [name](const registered& r) {
    return name_of(*r.object) == wire::relay_name(name);
  });
}

result<json> relays::list() const {
  auto out = json::array();
  for (const auto& r : registered_) out.push_back(describe(*r.object));
  for (const auto& [address, hosted] : service_.relays())
    out.push_back(describe(address, hosted, service_));
  return out;
}

result<json> relays::show(std::string_view name) const {
  if (const auto ours = find(name); ours != registered_.end()) return describe(*ours->object);
  const auto& hosted = service_.relays();
  const auto theirs = hosted.find(wire::relay_address(wire::relay_name(name)));
  if (theirs == hosted.end()) return not_found(name);
  return describe(theirs->first, theirs->second, service_);
}

void relays::create(const json& fields, answer to) {
  field_reader in{fields};
  const auto waits = !in.flag("no_connection_wait");
  registration::request wanted{
      in.text("name", ""),
      in.route("at", waits ? config::registration_timeout : transports::duration{}),
      in.policy("allow"), in.timeout(config::session_attempt_timeout)};
  const auto identity = in.text("identity", "");
  if (!in.ok()) return to(in.failure());
  wanted.name = wire::relay_name(wanted.name);
  if (!wanted.name.empty())
    if (auto good = config::check_name(config::named::relay, wanted.name); !good)
      return to(good.error());
  if (wanted.name == relay_service::any_name) wanted.name.clear();
  if (!waits && wanted.name.empty()) wanted.name = node_.random.address();
  who_.find(identity, [this, wanted, waits, to](identities::found self) mutable {
    if (!self) return to(self.error());
    wanted.at.self = std::move(*self);
    start(std::move(wanted), waits, to);
  });
}

/// Starts a registration. An older one of that name gives way if it is lost.
void relays::start(registration::request wanted, bool waits, const answer& to) {
  if (const auto old = wanted.name.empty() ? registered_.end() : find(wanted.name);
      old != registered_.end()) {
    if (old->object->session().carries() || old->object->being_made())
      return to(
          fail(errc::already_exists, "relay " + wanted.name + " exists already", "another NAME"));
    forget(old->object);
  }
  const auto address = node_.random.address();
  const auto made = std::make_shared<registration*>(nullptr);
  registration::answer tell;
  if (waits)
    tell = [this, to, made](status up) {
      if (up) return to(describe(**made));
      forget(*made);
      to(up.error());
    };
  const auto started =
      node_.home.spawn<registration>(std::ref(node_), address, std::move(wanted), std::move(tell));
  registered_.push_back(registered{started});
  *made = registered_.back().object;
  node_.workers.add(wire::local(address), started, "relay registration",
                    transports::reach::who_learnt_it());
  if (!waits) to(describe(**made));
}

void relays::forget(const registration* which) {
  const auto at = std::find_if(registered_.begin(), registered_.end(),
                               [which](const registered& r) { return r.object == which; });
  if (at == registered_.end()) return;
  const auto gone = at->actor;
  registered_.erase(at);
  caf::anon_send_exit(gone, caf::exit_reason::user_shutdown);
}

result<json> relays::remove(std::string_view name) {
  auto gone = show(name);
  if (!gone) return gone;
  if (const auto ours = find(name); ours != registered_.end()) {
    ours->object->release();
    forget(ours->object);
  } else {
    service_.remove(wire::relay_address(wire::relay_name(name)));
  }
  return gone;
}

} // namespace ockam::actors
