#include "actors/portal_ends/outlets.hpp"

#include "actors/control/values.hpp"
#include "actors/portal_ends/stream_text.hpp"
#include "config/base/log.hpp"
#include "config/text/name.hpp"
#include "transports/reactor/async_work.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace ockam::actors {

namespace {

error no_outlet_called(std::string_view name) {
  return ockam::not_found("tcp-outlet", std::string(name), "ockam tcp-outlet list");
}

/// Only whoever came through a channel, or is on this machine, is told of outlets.
bool may_ask_for_outlets(const transports::message& m) {
  return m.peer || !m.entered || m.entered->about().loopback;
}

/// Workers that come with a node, which are no outlets for sure.
bool is_of_every_node(std::string_view kind) {
  constexpr std::array kinds{
      "echo", "hop", "uppercase", "authority service", "relay service", "secure channel listener"};
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

} // namespace

std::uint64_t outlets::made_up(transports::randomness& random) {
  std::array<std::uint8_t, sizeof(std::uint64_t)> bytes{};
  random.fill(bytes);
  std::uint64_t out = 0;
  for (const auto byte : bytes) out = out << 8 | byte;
  return out;
}

outlets::entries::const_iterator outlets::find(std::string_view name) const {
  const auto alias = std::find_if(open_.begin(), open_.end(),
                                  [name](const entry& one) { return one.alias == name; });
  if (alias != open_.end()) return alias;
  return std::find_if(open_.begin(), open_.end(),
                      [name](const entry& one) { return one.address == name; });
}

json outlets::describe(const entry& one) const {
  const auto& outlet = *one.worker.object;
  json out{{"alias", one.alias},
           {"address", one.address},
           {"to", transports::to_string(outlet.target())},
           {"connect_timeout_ms", milliseconds_of(outlet.patience())},
           {"authorized", describe_allowed(outlet.authorized())},
           {"allow", outlet.guard().rule()},
           {"encrypted", !outlet.authorized().everybody() || outlet.guard().needs_channel()},
           {"refusal", outlet.refusal()},
           {"tls", outlet.by_tls()},
           {"tls_ca", one.tls_ca},
           {"tls_server_name", one.tls_server_name},
           {"http_host", outlet.http_host()},
           {"keep_for_ms", milliseconds_of(outlet.keep_for())},
           {"streams", outlet.streams()}};
  out.update(describe_fates(outlet.group(), node_.home.now()));
  if (outlet.guard().is_closed()) out["closed"] = node_.access.why_closed();
  return out;
}

result<json> outlets::list() const {
  auto out = json::array();
  for (const auto& one : open_) out.push_back(describe(one));
  return out;
}

result<json> outlets::show(std::string_view name) const {
  const auto at = find(name);
  if (at == open_.end()) return no_outlet_called(name);
  return describe(*at);
}

void outlets::create(const config::tcp_outlet& wanted, const answer& to) {
  const auto target = transports::endpoint::parse(wanted.to);
  if (!target) return to(target.error());
  if (!wanted.tls) return start(wanted, *target, {}, to);
  const auto& name = wanted.tls_server_name;
  transports::work_beside(
      node_.home,
      [about = transports::tls_context::client{wanted.tls_ca, name.empty() ? target->host : name}] {
        return transports::tls_context::of_client(about);
      },
      [this, wanted, target = *target, to](result<transports::tls_context::shared> made) {
        if (!made) return to(made.error());
        start(wanted, target, std::move(*made), to);
      });
}

void outlets::start(const config::tcp_outlet& wanted, const transports::endpoint& target,
                    transports::tls_context::shared tls, const answer& to) {
  const auto& address = wanted.address;
  const auto& alias = wanted.alias.empty() ? address : wanted.alias;
  const auto authorized = allow_list_of(wanted.authorized);
  if (!authorized) return to(authorized.error());
  auto allow = policy_of(wanted.allow);
  if (!allow) return to(allow.error());
  if (auto good = config::check_name(config::named::alias, alias); !good && !wanted.alias.empty())
    return to(good.error());
  if (target.port == 0) return to(fail(errc::invalid, "to: nobody listens at port 0"));
  if (find(alias) != open_.end())
    return to(name_is_taken("tcp-outlet", alias,
                            alias == address ? "another name: --from NAME"
                                             : "another name: --alias NAME"));
  if (const auto free = check_new_address(node_.workers, address); !free) return to(free.error());
  const channels::access_guard gate(node_.access, channels::resource_types::outlet, address,
                                    std::move(*allow), alias);
  transports::pinned_ref<outlet> made{node_.home.spawn<outlet>(
      std::ref(node_), address, target, time_or(wanted.connect_timeout, config::connect_timeout),
      *authorized, gate,
      std::make_shared<stream_group>(
          all_, stream_label{config::stream_entry::side::outlet, address, to_string(target)}),
      std::ref(paths()), time_or(wanted.keep_for, config::stream_keep), std::move(tls),
      wanted.http_host)};
  // The entry may outlive the outlet by a moment; the gate and the allow list are the same.
  const auto asks_itself = [gate, by_name = !authorized->everybody()] {
    return by_name || gate.needs_channel();
  };
  node_.workers.add(wire::local(address), made.actor, "outlet", offered_.outlet(asks_itself));
  open_.push_back({alias, address, wanted.tls_ca, wanted.tls_server_name, std::move(made)});
  to(describe(open_.back()));
}

result<json> outlets::remove(std::string_view name) {
  const auto at = find(name);
  if (at == open_.end()) return no_outlet_called(name);
  auto gone = describe(*at);
  node_.workers.remove(wire::local(at->address));
  at->worker.object->close();
  open_.erase(at);
  return gone;
}

void outlets::give_up() {
  for (const auto& one : open_) one.worker.object->give_up();
}

void outlets::ask_again(const std::optional<wire::identifier>& whose) const {
  for (const auto& one : open_) one.worker.object->ask_again(whose);
}

void outlets::bar(const wire::identifier& whose) const {
  for (const auto& one : open_) one.worker.object->bar(whose);
}

/// Whoever may use no outlet here learns nothing of which there are.
bool outlets::admits_somewhere(const std::optional<wire::identifier>& peer,
                               const std::string& name) const {
  const channels::access_guard usual(node_.access, channels::resource_types::outlet, name);
  return usual.admits(peer) || std::any_of(open_.begin(), open_.end(), [&](const entry& one) {
           return one.worker.object->admits(peer);
         });
}

bool outlets::take_lost(transports::message& m) {
  if (!m.entered && !m.peer) return false; // our own stream sees by itself that nobody is there
  if (!may_ask_for_outlets(m) || m.onward.size() != 1 || m.return_route.empty()) return false;
  const auto ping = wire::decode_portal(m.payload);
  if (!ping || ping->kind != wire::portal_kind::ping || !ping->capabilities) return false;
  const std::string name(m.onward.front().value);
  const auto why = admits_somewhere(m.peer, name) ? wire::portal_refusal::no_outlet
                                                  : wire::portal_refusal::not_allowed;
  config::log_limited("lost ping", config::log_level::warn,
                      "a client asked for outlet " + name + ", which is not here");
  node_.workers.route(
      transports::reply_to(m, transports::slice::copy_of(wire::encode_disconnect(why))));
  return true;
}

/// What is no outlet may be a program's own, or lead to one: of that nothing is known.
std::optional<wire::outlet_answer> outlets::said_of(const transports::message& m,
                                                    std::string_view name) const {
  using enum wire::portal_refusal;
  if (!may_ask_for_outlets(m)) return {};
  const auto there = node_.workers.find(wire::local(name));
  if (const auto* const one = dynamic_cast<const outlet*>(there.here()))
    return one->admits(m.peer) ? wire::outlet_answer{{}, leaving_}
                               : wire::outlet_answer{not_allowed};
  if (!admits_somewhere(m.peer, std::string(name))) return wire::outlet_answer{not_allowed};
  if (there.open() && !is_of_every_node(there.kind())) return {};
  return wire::outlet_answer{no_outlet};
}

/// The process is no secret: whoever sends a Ping learns as much.
std::optional<wire::outlet_answer> outlets::asked_for(const transports::message& m,
                                                      std::string_view name) const {
  auto said = said_of(m, name);
  if (!wire::asks_for_process(m.payload.view())) return said;
  if (!said) said = wire::outlet_answer{.refusal = {}, .unsaid = true};
  said->process = process_;
  return said;
}

path_watch& outlets::paths() {
  if (!paths_.object) {
    const auto address = node_.random.address();
    paths_ =
        transports::pinned_ref<path_watch>(node_.home.spawn<path_watch>(std::ref(node_), address));
    node_.workers.add(wire::local(address), paths_.actor, "path watch",
                      transports::reach::who_learnt_it());
  }
  return *paths_.object;
}

} // namespace ockam::actors
