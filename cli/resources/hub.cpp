#include "cli/home/home_directory.hpp"
#include "cli/home/resolution.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/surroundings.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {

namespace {

/// A node of this home may come later.
result<std::uint16_t> any_port_will_do(const std::string&) { return std::uint16_t{1}; }

status answer(const invocation& call, const std::string& route) {
  call.out.answer({{"hub", route.empty() ? nlohmann::json() : nlohmann::json(route)}}, route);
  return done{};
}

status set(invocation& call) {
  const auto route = *call.args.positional_at(0);
  if (const auto valid = resolve(route, any_port_will_do); !valid) return valid.error();
  auto state = open_state();
  if (!state) return state.error();
  if (auto kept = state->set_setting(hub_setting, route); !kept) return kept;
  return answer(call, route);
}

status show_hub(invocation& call) {
  const auto route = call.world.nodes.hub();
  if (!route) return route.error();
  if (route->empty())
    return fail(errc::not_found, "hub not found: none is set",
                "ockam hub set /dnsaddr/hub.example.net/tcp/7000");
  return answer(call, *route);
}

status unset(invocation& call) {
  const auto route = call.world.nodes.hub();
  if (!route) return route.error();
  auto state = open_state();
  if (!state) return state.error();
  if (auto gone = state->unset_setting(hub_setting); !gone) return gone;
  return answer(call, *route);
}

} // namespace

noun hub() {
  return {"hub",
          "The node between private networks: where relays are if nobody says otherwise",
          {{"set",
            "From now on relays without --at are there, and --via and names of services lead there",
            {{"ROUTE", "Route to the hub's node", true}},
            {},
            {"ockam hub set /dnsaddr/hub.example.net/tcp/7000"},
            set},
           {"show", "Print the route", {}, {}, {"ockam hub show"}, show_hub},
           {"unset", "Have none, and use /project/default", {}, {}, {"ockam hub unset"}, unset}}};
}

} // namespace ockam::cli
