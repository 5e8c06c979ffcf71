#include "cli/resources/body.hpp"

#include "channels/policy/policy.hpp"
#include "cli/home/home.hpp"
#include "cli/projects/embedded_project.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/text/duration.hpp"
#include "config/spec/name.hpp"
#include "config/spec/spelling.hpp"
#include "transports/io/network.hpp"
#include "wire/routing/relay_name.hpp"
#include "wire/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::cli {

namespace {

using config::value_kind;
using nlohmann::json;

constexpr auto default_project = "/project/default", default_name = "default",
               default_service = "outlet", any_port = "127.0.0.1:0";

bool is_route(const std::string& text) { return text.starts_with('/') || text.starts_with('-'); }

/// What does not begin with a slash is the name of an outlet, and not a route of which it was left
/// out.
status check_outlet_name(const std::string& to) {
  if (wire::whole_number<std::uint16_t>(to))
    return fail(
        errc::invalid,
        "--to " + to
            + " is a port, and here belongs a route or the name of "
              "an outlet",
        "the port to listen at is said with --from, and the server's with tcp-outlet create "
        "--to");
  if (to.find_first_of("/:") == to.npos) return config::check_name(config::named::worker, to);
  auto meant = config::meant_route(to);
  if (!meant.empty() && meant.find("/service/") == meant.npos) meant += "/service/outlet";
  return fail(errc::invalid, "--to " + to + " is neither a route nor the name of an outlet",
              meant.empty() ? "a route begins with a slash: /node/n1/service/outlet"
                            : "--to " + meant);
}

/// What is wrong elsewhere in the route is said by who resolves it.
status check_outlet_at_end(const std::string& to) {
  const auto route = wire::multiaddr::parse(to);
  if (!route) return done{};
  const auto last = route->parts().back().proto;
  if (last == wire::protocol::service || last == wire::protocol::worker) return done{};
  const auto what = last == wire::protocol::secure ? "a channel" : "a node";
  return fail(errc::invalid, "--to " + to + " ends with " + what + " and names no outlet there",
              "--to " + to + "/service/outlet");
}

status complete(config::tcp_inlet& inlet, const places& where) {
  if (inlet.from.empty()) inlet.from = any_port;
  if (inlet.to.empty()) inlet.to.emplace_back(default_service);
  bool by_name = false;
  std::vector<std::string> routes;
  for (auto& to : inlet.to) {
    if (is_route(to)) {
      if (auto ends = check_outlet_at_end(to); !ends) return ends;
      routes.push_back(std::move(to));
      continue;
    }
    if (auto wrong = check_outlet_name(to); !wrong) return wrong;
    OCKAM_TRY(places, usual_places(where));
    for (const auto& place : places)
      routes.push_back(behind_relay(place, inlet.via.empty() ? default_name : inlet.via, to));
    by_name = true;
  }
  inlet.to = std::move(routes);
  if (!inlet.via.empty() && !by_name)
    return fail(errc::invalid, "via " + inlet.via + " goes with the name of a service, and to "
                                   + inlet.to.front() + " is a whole route");
  return done{};
}

status complete(config::relay& relay, const places& where) {
  if (relay.at_routes.empty()) {
    OCKAM_TRY(usual, usual_places(where));
    relay.at_routes = std::move(usual);
  }
  for (auto& at : relay.at_routes) {
    if (is_route(at)) continue;
    if (auto route = config::route_of_endpoint(at)) {
      at = std::move(*route);
      continue;
    }
    const auto meant = config::meant_route(at);
    return fail(errc::invalid, "--at " + at + " is not a route",
                meant.empty() ? "--at /node/NAME, or HOST:PORT" : "--at " + meant);
  }
  return done{};
}

status complete(config::on_node& what, const places& where) {
  if (auto* inlet = dynamic_cast<config::tcp_inlet*>(&what)) return complete(*inlet, where);
  if (auto* relay = dynamic_cast<config::relay*>(&what)) return complete(*relay, where);
  return done{};
}

result<json> route(const std::string& text, const places& where) {
  OCKAM_TRY(parsed, resolve(text, where.port_of));
  return json(to_string(parsed));
}

result<json> checked(config::named what, std::string_view name, const std::string& text) {
  const auto good = config::check_name(what, name);
  return good ? result(json(text)) : good.error();
}

/// In the form in which nodes take it, and show it.
result<json> converted(const std::string& text, value_kind kind, const places& where) {
  switch (kind) {
  case value_kind::endpoint:
  case value_kind::target: {
    const auto at = transports::endpoint::parse(text);
    if (at && at->port == 0 && kind == value_kind::target)
      return fail(errc::invalid, text + ": nobody listens at port 0", "HOST:PORT, port 1 to 65535");
    return at ? result(json(to_string(*at))) : at.error();
  }
  case value_kind::alias: return checked(config::named::alias, text, text);
  case value_kind::relay: return checked(config::named::relay, wire::relay_name(text), text);
  case value_kind::route: return route(text, where);
  case value_kind::worker: {
    const auto address = worker_address(text);
    return address ? checked(config::named::worker, *address, *address) : address.error();
  }
  case value_kind::duration: {
    const auto time = parse_duration(text);
    return time ? result(json(time->count())) : time.error();
  }
  case value_kind::patience: {
    const auto time = parse_patience(text);
    return time ? result(json(time->count())) : time.error();
  }
  case value_kind::expression: {
    const auto rule = channels::policy::parse(text);
    return rule ? result(json(text)) : fail(rule.error().code, rule.error().message);
  }
  default: return json(text);
  }
}

result<json> converted(const json& given, const config::key& key, const places& where) {
  if (given.is_string()) return converted(given.get<std::string>(), key.kind, where);
  if (!given.is_array()) return given;
  auto all = json::array();
  for (const auto& each : given) {
    auto one = converted(each.get<std::string>(), key.kind, where);
    if (!one) return one;
    all.push_back(std::move(*one));
  }
  // one route is a text, as it always was
  return all.size() == 1 && key.kind == value_kind::route ? all.front() : all;
}

error placed(const config::resource& what, const std::string& name, const error& why) {
  const auto said = what.said.find(name);
  const auto& at = said == what.said.end() ? what.at : said->second;
  return at.line == 0 ? why : config::wrong_at(at, why.message, why.hint);
}

} // namespace

places places_of(const invocation& call) {
  return {[&call](const std::string& node) { return call.host.nodes.port_of(node); },
          [&call] { return call.host.nodes.hubs(); }};
}

status bring_about(const invocation& call, config::on_node& what, const json& body, bool said) {
  std::vector<std::string> routes;
  for (const auto& key : what.keys()) {
    const auto found = key.field.empty() ? body.end() : body.find(key.field);
    if (key.kind != value_kind::route || found == body.end()) continue;
    for (const auto& each : found->is_array() ? *found : json::array({*found}))
      routes.push_back(each.get<std::string>());
  }
  return ready_projects(call, routes, said ? bringing::project : bringing::node);
}

result<std::vector<std::string>> usual_places(const places& where) {
  auto hubs = where.hubs();
  if (hubs && hubs->empty()) hubs->emplace_back(default_project);
  return hubs;
}

std::string behind_relay(const std::string& place, const std::string& relay,
                         const std::string& service) {
  return place + "/service/" + wire::relay_address(relay) + "/secure/api/service/" + service;
}

std::unique_ptr<waiting> wait_for(const invocation& call, const std::string& what,
                                  std::chrono::milliseconds otherwise) {
  if (call.args.flag("no-connection-wait")) return {};
  const auto given = call.args.text("timeout");
  const auto timeout = given ? parse_duration(*given) : result(otherwise);
  return timeout ? std::make_unique<waiting>(call.out, what, *timeout) : nullptr;
}

std::vector<config::option> options_of(config::resource& what,
                                       std::initializer_list<std::string_view> without) {
  std::vector<config::option> all;
  for (auto& key : what.keys())
    if (key.counts() && !key.words.is(option::in_files)
        && std::find(without.begin(), without.end(), key.words.name()) == without.end())
      all.push_back(std::move(key.words));
  return all;
}

void take_arguments(config::resource& what, const arguments& args) {
  for (const auto& key : what.keys()) {
    const auto name = key.words.name();
    if (const auto flag = std::get_if<bool*>(&key.place); flag && args.flag(name)) **flag = true;
    if (const auto text = std::get_if<std::string*>(&key.place))
      if (auto given = args.text(name)) **text = std::move(*given);
    if (const auto all = std::get_if<std::vector<std::string>*>(&key.place))
      if (auto given = args.texts(name); !given.empty()) **all = std::move(given);
  }
}

result<json> body_of(config::on_node& what, const places& where) {
  if (auto ok = complete(what, where); !ok) {
    const auto is_relay = what.kind().noun == config::relay::its_kind.noun;
    return placed(what, is_relay ? "at" : "to", ok.error());
  }
  auto body = config::fields_of(what);
  for (const auto& key : what.keys()) {
    const auto found = key.field.empty() ? body.end() : body.find(key.field);
    if (found == body.end()) continue;
    auto as_taken = converted(*found, key, where);
    if (!as_taken) return placed(what, key.words.name(), as_taken.error());
    *found = std::move(*as_taken);
  }
  return body;
}

} // namespace ockam::cli
