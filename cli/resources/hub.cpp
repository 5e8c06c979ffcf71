#include "cli/home/home_directory.hpp"
#include "cli/home/resolution.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/defaults.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::cli {

namespace {

using hub_routes = std::vector<std::string>;

/// A node of this home may come later.
result<std::uint16_t> any_port_will_do(const std::string&) { return std::uint16_t{1}; }

std::string lines_of(const hub_routes& routes) {
  std::string text;
  for (const auto& each : routes) text += (text.empty() ? "" : "\n") + each;
  return text;
}

/// One route is a text in JSON, as it always was, and several are a list.
status answer(const invocation& call, const hub_routes& routes) {
  nlohmann::json hub;
  if (routes.size() == 1) hub = routes.front();
  if (routes.size() > 1) hub = routes;
  call.out.answer({{"hub", hub}}, lines_of(routes));
  return done{};
}

status check(const hub_routes& routes) {
  if (routes.size() > config::inlet_routes_max)
    return fail(errc::invalid, std::to_string(routes.size()) + " hubs are too many",
                "at most " + std::to_string(config::inlet_routes_max));
  for (auto each = routes.begin(); each != routes.end(); ++each) {
    if (const auto valid = resolve(*each, any_port_will_do); !valid) return valid.error();
    if (std::find(routes.begin(), each, *each) != each)
      return fail(errc::invalid, *each + " is given twice",
                  "two hubs are two nodes, so that one may fail");
  }
  return done{};
}

status set(invocation& call) {
  const auto routes = call.args.positionals_from(0);
  if (auto good = check(routes); !good) return good;
  OCKAM_TRY(state, open_state());
  if (auto kept = state.set_setting(hub_setting, lines_of(routes)); !kept) return kept;
  return answer(call, routes);
}

status show_hub(invocation& call) {
  OCKAM_TRY(routes, call.host.nodes.hubs());
  if (routes.empty())
    return fail(errc::not_found, "hub not found: none is set",
                "ockam hub set /dnsaddr/hub.example.net/tcp/7000");
  return answer(call, routes);
}

status unset(invocation& call) {
  OCKAM_TRY(routes, call.host.nodes.hubs());
  OCKAM_TRY(state, open_state());
  if (auto gone = state.unset_setting(hub_setting); !gone) return gone;
  return answer(call, routes);
}

} // namespace

noun hub() {
  return {
      "hub",
      "The node between private networks: where relays are if nobody says otherwise",
      {{"set",
        "From now on relays without --at are there, and --via and names of services lead there",
        {{.name = "ROUTE",
          .help = "Route to the hub's node; with several, relays are at each, and inlets have "
                  "a route through each, so that one may fail",
          .required = true,
          .repeated = true}},
        {},
        {"ockam hub set /dnsaddr/hub.example.net/tcp/7000",
         "ockam hub set /dnsaddr/hub-1.example.net/tcp/7000 /dnsaddr/hub-2.example.net/tcp/7000"},
        set},
       {"show", "Print the route of each, one a line", {}, {}, {"ockam hub show"}, show_hub},
       {"unset", "Have none, and use /project/default", {}, {}, {"ockam hub unset"}, unset}}};
}

} // namespace ockam::cli
