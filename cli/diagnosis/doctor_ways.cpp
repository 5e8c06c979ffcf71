#include "cli/diagnosis/doctor_nodes.hpp"
#include "cli/diagnosis/reachable.hpp"
#include "cli/resources/resource.hpp"
#include "cli/text/node_lists.hpp"
#include "config/base/json_text.hpp"
#include "config/defaults.hpp"
#include "transports/io/network.hpp"
#include "wire/routing/multiaddr.hpp"
#include "wire/routing/relay_name.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

namespace ockam::cli {

namespace {

using nlohmann::json;
using wire::protocol;

struct cause {
  std::string sentence, hint;
};

json list_of(const json& node, const char* key) {
  return node.is_object() ? node.value(key, json::array()) : json::array();
}

/// A walk along a route, as far as it leads through nodes of this home.
class walk {
public:
  walk(const examined_nodes& all, const examined_node& from) : all_(all), at_(&from) {}

  /// The first thing on the way that is not there; none if there is none that can be seen.
  std::optional<cause> first_fault(const wire::multiaddr& to) {
    const auto& parts = to.parts();
    for (std::size_t i = 0; i < parts.size() && at_; ++i) {
      auto found = pass(parts[i], i + 1 == parts.size());
      if (found) return found;
    }
    return {};
  }

private:
  std::optional<cause> pass(const wire::multiaddr_part& part, bool is_last) {
    switch (part.proto) {
    case protocol::ip4:
    case protocol::ip6:
    case protocol::dnsaddr: host_ = part.value; return {};
    case protocol::tcp: return enter(part.value);
    case protocol::service:
    case protocol::worker: return pass_worker(part.value, is_last);
    case protocol::secure:
      return has(part.value) ? std::nullopt : missing("secure channel listener", part.value);
    default: at_ = nullptr; return {};
    }
  }

  /// The node of this home that has that port.
  std::optional<cause> enter(const std::string& port) {
    at_ = nullptr;
    if (host_ != "127.0.0.1" && host_ != "localhost" && host_ != "::1") return {};
    for (const auto& [name, node] : all_) {
      if (!node.record.listener_address.ends_with(':' + port)) continue;
      at_ = &node;
      if (node.told.is_object()) return {};
      return cause{"node " + name + " on its way does not run, or does not answer",
                   "ockam node start " + name};
    }
    return {};
  }

  std::optional<cause> pass_worker(const std::string& address, bool is_last) {
    if (!at_->told.is_object()) return {};
    if (address.starts_with(wire::relay_prefix)) return pass_relay(address);
    if (is_last && !has(address))
      return cause{"node " + at_->record.name + " at the end of its route has no outlet " + address,
                   "ockam tcp-outlet create --at " + at_->record.name + " --from " + address
                       + " --to HOST:PORT"};
    if (!is_last && address != "hop") at_ = nullptr; // it may lead anywhere
    return {};
  }

  std::optional<cause> pass_relay(const std::string& address) {
    const std::string name(wire::relay_name(address));
    const auto hub = at_->record.name;
    const auto hosted = list_of(at_->told, "relays");
    const auto here = std::any_of(hosted.begin(), hosted.end(), [&](const json& one) {
      return member("role")(one) == "hosted" && member("remote_address")(one) == address;
    });
    at_ = owner_of(address);
    if (here) return {};
    return cause{"nobody has registered the relay " + name + " at node " + hub,
                 "ockam relay create " + name + " --at /node/" + hub + " --to NODE"};
  }

  /// The node of this home that registered it, as far as it is known.
  const examined_node* owner_of(const std::string& address) const {
    for (const auto& [name, node] : all_)
      for (const auto& one : list_of(node.told, "relays"))
        if (member("role")(one) == "registered" && member("remote_address")(one) == address)
          return &node;
    return nullptr;
  }

  bool has(const std::string& address) const {
    const auto& known = at_->workers;
    return known.empty() || std::find(known.begin(), known.end(), address) != known.end();
  }

  std::optional<cause> missing(const std::string& what, const std::string& address) const {
    return cause{"node " + at_->record.name + " has no " + what + ' ' + address,
                 "ockam secure-channel-listener create " + address + " --at " + at_->record.name};
  }

  const examined_nodes& all_;
  const examined_node* at_; ///< null outside of this home
  std::string host_;
};

/// One thing that a node keeps alive along a route.
void examine_kept(const examined_nodes& all, const examined_node& node, const char* noun,
                  const std::string& name, const json& one, const std::string& to,
                  diagnostics& out) {
  const auto at = " at node " + node.record.name;
  const auto state = member("status")(one);
  const auto route = wire::multiaddr::parse(to);
  const auto found = route ? walk(all, node).first_fault(*route) : std::nullopt;
  const auto is_up = state == "up" || state == "-";
  if (is_up && !found) return out.fine(noun, name, "it is " + session_status(one) + at);
  auto sentence = (is_up ? "it seems to be up" : "it is " + session_status(one)) + at;
  if (found) return out.wrong(noun, name, sentence + "; " + found->sentence, found->hint);
  out.wrong(noun, name, std::move(sentence),
            to.empty() ? "ockam node logs " + node.record.name
                       : "ockam route trace " + to + " --from " + node.record.name);
}

/// The route of what is kept alive, from its field `key`. If there are several, of the list `ways`,
/// the first one that is not up, or else the first.
std::string route_of(const json& kept, const char* key, const char* ways) {
  for (const auto& each : list_of(kept, ways))
    if (member("status")(each) != "up") return config::text_in(each, key);
  const auto to = kept.find(key);
  if (to == kept.end()) return {};
  if (to->is_array()) return to->empty() ? std::string() : to->front().get<std::string>();
  return to->get<std::string>();
}

/// Streams of an inlet that have had no way for longer than it takes to find a dead one and to open
/// it again: without help they end when their time is over.
void examine_streams(const examined_node& node, const json& inlet, diagnostics& out) {
  constexpr auto too_long = 2 * config::ping_period + config::ping_timeout;
  const auto detached = inlet.value("streams_detached", std::uint64_t{0});
  const std::chrono::milliseconds since{inlet.value("detached_for_ms", std::int64_t{0})};
  if (detached == 0 || since <= too_long) return;
  const auto in_seconds = [](std::chrono::milliseconds time) {
    return std::to_string(std::chrono::floor<std::chrono::seconds>(time).count()) + " s";
  };
  const std::chrono::milliseconds patience{inlet.value("resume_for_ms", std::int64_t{0})};
  const auto route = route_of(inlet, "to", "routes");
  out.wrong("inlet", member("alias")(inlet),
            std::to_string(detached) + " of its streams at node " + node.record.name
                + " wait for another way, the oldest one for " + in_seconds(since) + " of "
                + in_seconds(patience) + "; none carries, or nobody answers for them at the end of "
                + route,
            "ockam route trace " + route + " --from " + node.record.name);
}

void examine_outlet(const examined_node& node, const json& outlet, diagnostics& out) {
  const auto name = member("alias")(outlet), at = " at node " + node.record.name;
  const auto target = transports::endpoint::parse(member("to")(outlet));
  if (!target) return;
  const auto reached = try_to_connect(*target, config::doctor_timeout);
  if (reached)
    return out.fine("outlet", name, "its target " + to_string(*target) + " answers" + at);
  out.wrong("outlet", name, "its target does not answer" + at + ": " + reached.error().message,
            "ss -ltn 'sport = :" + std::to_string(target->port) + "', or ockam tcp-outlet delete "
                + name + " --at " + node.record.name);
}

} // namespace

void examine_ways(const examined_nodes& all, const examined_node& node, diagnostics& out) {
  if (!node.told.is_object()) return;
  for (const auto& one : list_of(node.told, lists::listeners))
    if (member("status")(one) == "down")
      out.wrong("listener", member("address")(one),
                "node " + node.record.name + " does not listen there: " + member("reason")(one),
                "ss -ltnp, then ockam tcp-listener delete " + member("address")(one) + " --at "
                    + node.record.name);
  for (const auto& one : list_of(node.told, lists::connections))
    if (one.contains("status"))
      examine_kept(all, node, "connection", member("socket_address")(one), one, {}, out);
  for (const auto& one : list_of(node.told, "relays"))
    if (member("role")(one) == "registered")
      examine_kept(all, node, "relay", member("name")(one), one, route_of(one, "at", "places"),
                   out);
  for (const auto& one : list_of(node.told, lists::inlets)) {
    examine_kept(all, node, "inlet", member("alias")(one), one, route_of(one, "to", "routes"), out);
    examine_streams(node, one, out);
  }
  for (const auto& one : list_of(node.told, lists::outlets)) examine_outlet(node, one, out);
}

} // namespace ockam::cli
