#include "cli/resources/body.hpp"

#include "channels/policy/policy.hpp"
#include "cli/home/home.hpp"
#include "cli/launch/named_identity.hpp"
#include "cli/projects/embedded_project.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/text/duration.hpp"
#include "config/text/name.hpp"
#include "config/text/spelling.hpp"
#include "transports/io/network.hpp"
#include "wire/routing/relay_name.hpp"
#include "wire/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

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

/// The relay that a service is behind, as far as the resource says one.
std::string relay_before(const config::on_node& what) {
  for (const auto& row : what.rows())
    if (row.kind == value_kind::via) return *config::value_in<std::string>(what, row);
  return {};
}

/// Routes to outlets, of which those that are named stand behind a relay at the usual places.
status complete_outlets(config::texts& all, const std::string& via, const route_resolver& where) {
  if (all.empty()) all.emplace_back(default_service);
  bool by_name = false;
  config::texts routes;
  for (auto& to : all) {
    if (is_route(to)) {
      if (auto ends = check_outlet_at_end(to); !ends) return ends;
      routes.push_back(std::move(to));
      continue;
    }
    if (auto wrong = check_outlet_name(to); !wrong) return wrong;
    OCKAM_TRY(usual, usual_places(where));
    for (const auto& place : usual)
      routes.push_back(behind_relay(place, via.empty() ? default_name : via, to));
    by_name = true;
  }
  all = std::move(routes);
  if (!via.empty() && !by_name)
    return fail(errc::invalid, "via " + via + " goes with the name of a service, and to "
                                   + all.front() + " is a whole route");
  return done{};
}

/// Routes to nodes, which may be given as HOST:PORT.
status complete_places(config::texts& all, const route_resolver& where) {
  if (all.empty()) {
    OCKAM_TRY(usual, usual_places(where));
    all = std::move(usual);
  }
  for (auto& at : all) {
    if (is_route(at)) continue;
    if (auto route = config::route_of_endpoint(at)) {
      at = std::move(*route);
      continue;
    }
    if (where.port_of && where.port_of(at)) { // a node of this home
      at.insert(0, "/node/");
      continue;
    }
    const auto meant = config::meant_route(at);
    return fail(errc::invalid, "--at " + at + " is not a route",

                meant.empty() ? "--at /node/NAME, or HOST:PORT" : "--at " + meant);
  }
  return done{};
}

/// Fills in a value that nobody gave.
status supplement_value(config::on_node& what, const config::field& row,
                        const route_resolver& where) {
  if (row.kind == value_kind::listen)
    if (auto& from = *config::value_in<std::string>(what, row); from.empty()) from = any_port;
  if (row.kind == value_kind::outlet)
    return complete_outlets(*config::value_in<config::texts>(what, row), relay_before(what), where);
  if (row.kind == value_kind::place)
    return complete_places(*config::value_in<config::texts>(what, row), where);
  return done{};
}

result<std::string> checked(config::named what, std::string_view name, const std::string& text) {
  const auto good = config::check_name(what, name);
  return good ? result(text) : good.error();
}

/// A value in the form in which nodes take it, and show it.
result<std::string> converted(const std::string& text, value_kind kind,
                              const route_resolver& where) {
  if (config::is_route(kind)) {
    const auto route = resolve(text, where.port_of);
    return route ? result(to_string(*route)) : route.error();
  }
  switch (kind) {
  case value_kind::endpoint:
  case value_kind::listen:
  case value_kind::target: {
    const auto at = transports::endpoint::parse(text);
    if (at && at->port == 0 && kind == value_kind::target)
      return fail(errc::invalid, text + ": nobody listens at port 0", "HOST:PORT, port 1 to 65535");
    return at ? result(to_string(*at)) : at.error();
  }
  case value_kind::alias: return checked(config::named::alias, text, text);
  case value_kind::relay: return checked(config::named::relay, wire::relay_name(text), text);
  case value_kind::worker:
  case value_kind::link: {
    const auto address = worker_address(text);
    return address ? checked(config::named::worker, *address, *address) : address.error();
  }
  case value_kind::expression: {
    const auto rule = channels::policy::parse(text);
    return rule ? result(text) : fail(rule.error().code, rule.error().message);
  }
  case value_kind::file: {
    std::error_code why;
    const auto path = std::filesystem::absolute(text, why).lexically_normal();
    if (!std::filesystem::exists(path, why))
      return fail(errc::not_found, "there is no file " + path.string());
    return path.string();
  }
  default: return text;
  }
}

status convert_text(std::string& text, const config::field& row, const route_resolver& where) {
  if (text.empty()) return done{};
  OCKAM_TRY(as_taken, converted(text, row.kind, where));
  text = std::move(as_taken);
  return done{};
}

status convert_value(config::on_node& what, const config::field& row, const route_resolver& where) {
  if (row.wire.empty()) return done{};
  if (auto* text = config::value_in<std::string>(what, row)) return convert_text(*text, row, where);
  if (auto* all = config::value_in<config::texts>(what, row))
    for (auto& each : *all)
      if (auto ok = convert_text(each, row, where); !ok) return ok;
  return done{};
}

error placed(const config::resource& what, std::string_view name, const error& why) {
  const auto said = what.said.find(std::string(name));
  const auto& at = said == what.said.end() ? what.at : said->second;
  return at.line == 0 ? why : config::wrong_at(at, why.message, why.hint);
}

} // namespace

route_resolver resolver_of(const invocation& call) {
  return {[&call](const std::string& node) { return call.host.nodes.port_of(node); },
          [&call] { return call.host.nodes.hubs(); }};
}

config::texts routes_of(const config::on_node& what) {
  config::texts routes;
  for (const auto& row : what.rows()) {
    if (!config::is_route(row.kind)) continue;
    if (const auto* one = config::value_in<std::string>(what, row)) routes.push_back(*one);
    if (const auto* all = config::value_in<config::texts>(what, row))
      routes.insert(routes.end(), all->begin(), all->end());
  }
  return routes;
}

status bring_about(const invocation& call, const config::on_node& what, bool said) {
  const auto* const row = config::find_field(what.rows(), "identity");
  const auto* const name = row ? config::value_in<std::string>(what, *row) : nullptr;
  if (name && call.host.hosts_projects)
    if (auto made = make_named_identity(call, {if_given(*name), {}}); !made) return made;
  return ready_projects(call, routes_of(what), said ? bringing::project : bringing::node);
}

result<std::vector<std::string>> usual_places(const route_resolver& where) {
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

std::vector<config::option> options_of(config::fields_of_kind rows,
                                       std::initializer_list<std::string_view> without) {
  std::vector<config::option> all;
  for (const auto& row : rows) {
    const bool ignored = row.kind == value_kind::ignored, refused = row.kind == value_kind::refused;
    if ((ignored || refused) && !row.names.empty())
      all.push_back({std::string(row.names), std::string(row.value), std::string(row.help),
                     option::hidden | (ignored ? makes_no_difference : is_not_supported)});
    if (row.counts() && !row.is(option::in_files)
        && std::find(without.begin(), without.end(), row.name()) == without.end())
      all.push_back({std::string(row.names), std::string(row.value), std::string(row.help),
                     row.trait & config::option_traits});
  }
  return all;
}

status take_arguments(config::resource& what, const arguments& args) {
  for (const auto& row : what.rows()) {
    if (!row.counts()) continue;
    const auto name = row.name();
    if (auto* const flag = config::value_in<bool>(what, row)) {
      *flag = *flag || args.flag(name);
    } else if (auto* const all = config::value_in<config::texts>(what, row)) {
      if (auto given = args.texts(name); !given.empty()) *all = std::move(given);
    } else if (auto given = args.text(name)) {
      if (auto ok = config::take_text(what, row, std::move(*given)); !ok) return ok;
    }
  }
  return done{};
}

status supplement(config::on_node& what, const route_resolver& where) {
  for (const auto& row : what.rows())
    if (auto ok = supplement_value(what, row, where); !ok)
      return placed(what, row.name(), ok.error());
  return done{};
}

status convert(config::on_node& what, const route_resolver& where) {
  for (const auto& row : what.rows())
    if (auto ok = convert_value(what, row, where); !ok) return placed(what, row.name(), ok.error());
  const auto together = what.check();
  return together ? together : placed(what, {}, together.error());
}

result<json> completed_body(config::on_node& what, const route_resolver& where) {
  if (auto ok = supplement(what, where); !ok) return ok.error();
  if (auto ok = convert(what, where); !ok) return ok.error();
  return config::write_body(what);
}

} // namespace ockam::cli
