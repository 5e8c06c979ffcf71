#include "actors/sessions/tcp_connections.hpp"

#include "actors/control/values.hpp"

#include <caf/send.hpp>
#include <nlohmann/json.hpp>

namespace ockam::actors {

namespace {

json describe_link(const std::string& address, const char* mode, const transports::endpoint& peer) {
  return {{"id", address},
          {"transport", "TCP"},
          {"mode", mode},
          {"socket_address", transports::to_string(peer)},
          {"worker_address", address},
          {"transit", "none"}};
}

constexpr auto dialed = "Remote connection", accepted = "Accepted connection";

/// Tables have no column for it: what is unusual stands behind the mode.
void add_transit(json& out, const transit& passes) {
  out["transit"] = passes.in_words();
  if (passes.in_words() != transit::usual)
    out["mode"] = out["mode"].get<std::string>() + ", transit for " + passes.in_words();
}

/// Describes a connection that has no link now.
json describe_lost(const managed_link& kept) {
  auto out = describe_link(kept.wanted().link, dialed, kept.wanted().to);
  out.update(kept.supervisor().describe());
  add_transit(out, *kept.wanted().passes);
  return out;
}

error no_connection(std::string_view id) {
  return ockam::not_found("tcp connection", std::string(id), "ockam tcp-connection list");
}

} // namespace

json tcp_connections::describe(const transports::link_info& link) const {
  const auto by_us = link.mode == transports::link_mode::dialed;
  auto out = describe_link(link.address, by_us ? dialed : accepted, link.peer);
  if (const auto kept = kept_.find(link.address); kept != kept_.end()) {
    out.update(kept->second.object->supervisor().describe());
    add_transit(out, *kept->second.object->wanted().passes);
  }
  return out;
}

result<json> tcp_connections::list() const {
  auto out = json::array();
  for (const auto& link : node_.links.list()) out.push_back(describe(link));
  for (const auto& [address, kept] : kept_)
    if (!node_.links.find(address)) out.push_back(describe_lost(*kept.object));
  return out;
}

result<json> tcp_connections::show(std::string_view id) const {
  if (const auto link = node_.links.find(id)) return describe(*link);
  const auto kept = kept_.find(id);
  if (kept == kept_.end()) return no_connection(id);
  return describe_lost(*kept->second.object);
}

void tcp_connections::create(const config::tcp_connection& wanted, const answer& to) {
  const auto target = transports::endpoint::parse(wanted.to);
  if (!target) return to(target.error());
  auto rule = policy_of(wanted.transit_policy);
  if (!rule) return to(rule.error());
  const auto link = wanted.worker_address.empty() ? node_.random.address() : wanted.worker_address;
  if (const auto free = check_new_address(node_.workers, link); !free) return to(free.error());
  if (kept_.contains(link)) return to(already_exists("tcp connection", link));
  transit::wanted passes{wanted.allow_transit, std::move(*rule)};
  start({*target, link, std::make_shared<const transit>(node_.access, link, std::move(passes)),
         time_or(wanted.timeout, config::connect_timeout),
         time_or(wanted.timeout, config::session_attempt_timeout)},
        !wanted.no_connection_wait, to);
}

void tcp_connections::start(managed_link::request wanted, bool waits, const answer& to) {
  const auto link = wanted.link;
  const auto address = node_.random.address();
  managed_link::answer tell;
  if (waits)
    tell = [this, link, to](const status& made) {
      if (made) return to(show(link));
      kept_.erase(link);
      to(made.error());
    };
  auto& kept = kept_[link];
  kept = transports::pinned_ref<managed_link>(
      node_.home.spawn<managed_link>(std::ref(node_), address, std::move(wanted), std::move(tell)));
  node_.workers.add(wire::local(address), kept.actor, "connection",
                    transports::reach::who_learnt_it());
  if (!waits) to(show(link));
}

result<json> tcp_connections::remove(std::string_view id) {
  auto gone = show(id);
  if (!gone) return gone;
  if (const auto kept = kept_.find(id); kept != kept_.end()) {
    caf::anon_send_exit(kept->second.actor, caf::exit_reason::user_shutdown);
    kept_.erase(kept);
  }
  node_.links.close(id);
  return gone;
}

void tcp_connections::drain(std::function<void()> drained) {
  if (!node_.links.passes_on() || departure_.object) return drained(); // or all were told before
  leave(std::move(drained));
}

void tcp_connections::leave(std::function<void()> left) {
  transports::context& node = node_;
  departure_ = transports::pinned_ref<departure>(
      node_.home.spawn<departure>(std::ref(node), std::move(left)));
}

void tcp_connections::give_up() {
  if (departure_.object) node_.home.post([one = departure_] { one.object->hurry(); });
}

std::string tcp_connections::waits_for() const {
  const auto links = departure_.object ? departure_.object->needed_by() : 0;
  if (links == 0) return {};
  return std::to_string(links) + (links == 1 ? " link that others use" : " links that others use");
}

} // namespace ockam::actors
