#include "actors/relays/relays.hpp"

#include "actors/control/values.hpp"
#include "actors/routing/error_text.hpp"
#include "config/base/json_text.hpp"
#include "config/text/name.hpp"

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

json describe_place(const registration& r) {
  auto out = r.supervisor().describe();
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
json describe_hosted(std::string_view address, const relay_service::hosted& h,
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
          {"reason", is_there ? "" : "nothing was heard of its owner for " + to_text(silent)},
          {"proven_ms_ago", nullptr}, // its owner knows
          {"round_trip_us", nullptr},
          {"attempt", 0},
          {"next_attempt_ms", nullptr}};
}

/// The one to describe a relay by: the best of its places, the first among equals.
std::size_t best_of(const json& places) {
  const auto rank = [](const json& place) {
    return place["status"] == "up" ? 2 : place["status"] == "degraded" ? 1 : 0;
  };
  std::size_t best = 0;
  for (std::size_t i = 1; i < places.size(); ++i)
    if (rank(places[i]) > rank(places[best])) best = i;
  return best;
}

error not_found(std::string_view name) {
  return ockam::not_found("relay", std::string(name), "ockam relay list");
}

} // namespace

relays::relays(const identities& who, caf::actor service_actor, relay_service& service)
    : who_(who), node_(who.node()), service_actor_(std::move(service_actor)), service_(service) {
  const auto ask_again = [this](const std::optional<wire::identifier>& whose) {
    for (const auto& one : registered_)
      for (const auto& place : one.places) place.object->ask_again();
    service_.ask_again(whose);
  };
  node_.access.on_change([ask_again] { ask_again({}); });
  node_.credentials.on_change(ask_again);
}

relays::registrations::const_iterator relays::find(std::string_view name) const {
  return std::find_if(registered_.begin(), registered_.end(), [name](const registered& r) {
    return name_of(*r.places.front().object) == wire::relay_name(name);
  });
}

/// A relay at several places is up when all of them are, and of use when one is.
json relays::describe(const registered& r) {
  auto places = json::array(), at = json::array();
  for (const auto& each : r.places) {
    places.push_back(describe_place(*each.object));
    at.push_back(places.back()["at"]);
  }
  const auto best = best_of(places);
  auto out = places[best];
  if (places.size() == 1) return out;
  out["at"] = std::move(at);
  for (auto& each : places) {
    if (out["status"] == "up" && each["status"] != "up")
      out["status"] = "degraded", out["reason"] = "at " + each["at"].get<std::string>() + " it is "
                                                  + each["status"].get<std::string>() + ": "
                                                  + each["reason"].get<std::string>();
    if (config::text_in(out, "conflict").empty()) out["conflict"] = each["conflict"];
    for (const auto* const of_all : {"name", "role", "owner", "allow"}) each.erase(of_all);
  }
  out["places"] = std::move(places);
  return out;
}

result<json> relays::list() const {
  auto out = json::array();
  for (const auto& r : registered_) out.push_back(describe(r));
  for (const auto& [address, hosted] : service_.relays())
    out.push_back(describe_hosted(address, hosted, service_));
  return out;
}

result<json> relays::show(std::string_view name) const {
  if (const auto ours = find(name); ours != registered_.end()) return describe(*ours);
  const auto& hosted = service_.relays();
  const auto theirs = hosted.find(wire::relay_address(wire::relay_name(name)));
  if (theirs == hosted.end()) return not_found(name);
  return describe_hosted(theirs->first, theirs->second, service_);
}

/// One registration for each place of the relay. As whose identity it registers is filled in later.
result<std::vector<registration::request>> relays::requests_of(const config::relay& wanted) const {
  const auto waits = !wanted.no_connection_wait;
  const auto first =
      waits ? transports::duration(config::registration_timeout) : transports::duration{};
  OCKAM_TRY(allow, policy_of(wanted.allow));
  OCKAM_TRY(places, routes_of(wanted.places, time_or(wanted.timeout, first), wanted.authorized));
  for (auto each = places.begin(); each != places.end(); ++each)
    if (std::any_of(places.begin(), each, [&](const auto& one) { return one.to == each->to; }))
      return fail(errc::invalid, "at: " + wire::to_string(each->to) + " is there twice");
  std::string name{wire::relay_name(wanted.name)};
  if (!name.empty())
    if (auto good = config::check_name(config::named::relay, name); !good) return good.error();
  if (name == relay_service::any_name) name.clear();
  const auto nobody_chooses = !waits || places.size() > 1; // which is one host, in time
  if (nobody_chooses && name.empty()) name = node_.random.address();
  const auto again = time_or(wanted.timeout, config::session_attempt_timeout);
  std::vector<registration::request> all;
  all.reserve(places.size());
  for (auto& place : places) all.push_back({name, std::move(place), allow, again});
  return all;
}

void relays::create(const config::relay& wanted, const answer& to) {
  auto requests = requests_of(wanted);
  if (!requests) return to(requests.error());
  who_.find(wanted.identity, [this, all = std::move(*requests), waits = !wanted.no_connection_wait,
                              to](const identities::found& self) mutable {
    if (!self) return to(self.error());
    for (auto& each : all) each.at.self = *self;
    start(std::move(all), waits, to);
  });
}

/// Starts a relay. An older one of that name gives way if it is lost.
void relays::start(std::vector<registration::request> wanted, bool waits, const answer& to) {
  const auto name = wanted.front().name;
  if (const auto old = name.empty() ? registered_.end() : find(name); old != registered_.end()) {
    const auto is_in_use = [](const transports::pinned_ref<registration>& place) {
      return place.object->supervisor().usable() || place.object->being_made();
    };
    if (std::any_of(old->places.begin(), old->places.end(), is_in_use))
      return to(already_exists("relay", name, "another NAME"));
    forget(old->number);
  }
  const auto number = next_++;
  const auto attempts = std::make_shared<first_attempts>(first_attempts{wanted.size(), 0, {}});
  registered made{number, {}};
  for (auto& each : wanted) {
    registration::answer tell;
    if (waits)
      tell = [this, which = std::pair(number, made.places.size()), attempts, to](const status& up) {
        tried(which, up, *attempts, to);
      };
    made.places.push_back(begin(std::move(each), std::move(tell)));
  }
  registered_.push_back(std::move(made));
  if (!waits) to(describe(registered_.back()));
}

transports::pinned_ref<registration> relays::begin(registration::request wanted,
                                                   registration::answer tell) {
  const auto address = node_.random.address();
  const auto started =
      node_.home.spawn<registration>(std::ref(node_), address, std::move(wanted), std::move(tell));
  node_.workers.add(wire::local(address), started, "relay registration",
                    transports::reach::who_learnt_it());
  return transports::pinned_ref<registration>(started);
}

/// Whoever waits for a relay gets it when each of its places was tried and one is there; the others
/// are tried on.
void relays::tried(std::pair<std::uint64_t, std::size_t> which, const status& up,
                   first_attempts& all, const answer& to) {
  const auto [number, place] = which;
  const auto at = std::find_if(registered_.begin(), registered_.end(),
                               [n = number](const registered& r) { return r.number == n; });
  if (at == registered_.end()) return;
  --all.under_way;
  if (!up) {
    ++all.failed;
    if (!all.failure) all.failure = up.error();
  }
  if (all.failed == at->places.size()) {
    forget(number);
    return to(*all.failure);
  }
  if (!up) {
    auto again = at->places[place].object->wanted();
    again.at.timeout = {};
    at->places[place] = begin(std::move(again), {});
  }
  if (all.under_way == 0) to(describe(*at));
}

void relays::yield(bool does) const {
  for (const auto& one : registered_)
    for (const auto& place : one.places) place.object->yield(does);
}

void relays::forget(std::uint64_t number) {
  const auto at = std::find_if(registered_.begin(), registered_.end(),
                               [number](const registered& r) { return r.number == number; });
  if (at == registered_.end()) return;
  const auto gone = std::move(at->places);
  registered_.erase(at);
  for (const auto& each : gone) caf::anon_send_exit(each.actor, caf::exit_reason::user_shutdown);
}

result<json> relays::remove(std::string_view name) {
  auto gone = show(name);
  if (!gone) return gone;
  if (const auto ours = find(name); ours != registered_.end()) {
    for (const auto& place : ours->places) place.object->release();
    forget(ours->number);
  } else {
    service_.remove(wire::relay_address(wire::relay_name(name)));
  }
  return gone;
}

} // namespace ockam::actors
