#include "cli/resources/selection.hpp"

#include "cli/home/home.hpp"
#include "cli/home/resolution.hpp"
#include "cli/launch/launch.hpp"
#include "cli/process/node_settings.hpp"
#include "cli/projects/hosted_project.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/text/duration.hpp"
#include "config/base/environment.hpp"
#include "config/home/sight.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>

namespace ockam::cli {
option node_option(std::string names) {
  return {std::move(names), "NODE", "Node to ask; without it the default node"};
}

option timeout_option(std::string_view default_text) {
  return {"timeout", "TIME",
          "How long to wait: 5, 5s or 500ms; default " + std::string(default_text)};
}

result<selected_node> select_node(const invocation& call, std::string_view option) {
  const auto given = call.args.text(option);
  OCKAM_TRY(name, given ? node_name(*given) : call.host.nodes.default_node());
  OCKAM_TRY(client, call.host.nodes.open(name));
  call.out.whose.node = name;
  return selected_node{std::move(name), std::move(client)};
}

result<std::string> default_node_made_if_need_be(const invocation& call) {
  auto known = call.host.nodes.default_node();
  if (known || known.error().code != errc::not_found || !call.host.hosts_projects) return known;
  OCKAM_TRY(home, config::home());
  if (!config::service_home_beside(home).empty()) return known; // one of its nodes may be meant
  const auto alone = lock_hosting(home);
  if (!alone) return alone.error();
  known = call.host.nodes.default_node(); // made meanwhile
  if (known || known.error().code != errc::not_found) return known;
  OCKAM_TRY(settings, settings_of(call, {}));
  if (auto started = start_in_background(call, settings); !started) return started.error();
  if (!call.out.quiet) // also where the answer is JSON: nobody asked for it by name
    call.out.err << "No node was here: made node " << settings.name
                 << ", the default node from now on\n";
  return settings.name;
}

result<selected_node> select_or_make_node(const invocation& call, std::string_view option) {
  if (call.args.text(option)) return select_node(call, option);
  OCKAM_TRY(name, default_node_made_if_need_be(call));
  OCKAM_TRY(client, call.host.nodes.open(name));
  call.out.whose.node = name;
  return selected_node{std::move(name), std::move(client)};
}

result<wire::multiaddr> route_of(const invocation& call, std::string_view option) {
  return resolved(call, call.args.text(option).value_or(""));
}

result<wire::multiaddr> resolved(const invocation& call, std::string_view text) {
  return resolve(text, [&](const std::string& node) { return call.host.nodes.port_of(node); });
}

status check_start(const wire::multiaddr& route) {
  switch (route.parts().front().proto) {
  case wire::protocol::service:
  case wire::protocol::worker:
  case wire::protocol::secure:
    return fail(errc::invalid, to_string(route) + " starts at a worker, but of no node",
                "put /node/NAME in front, or say --from NODE");
  default: return done{};
  }
}

status check_nodes_run(const invocation& call, std::string_view route) {
  const auto parsed = wire::multiaddr::parse(route);
  if (!parsed) return done{};
  for (const auto& part : parsed->parts()) {
    if (part.proto != wire::protocol::node) continue;
    const auto there = call.host.nodes.open(part.value);
    if (!there && there.error().code == errc::unavailable) return there.error();
  }
  return done{};
}

result<std::chrono::milliseconds> timeout_of(const invocation& call,
                                             std::chrono::milliseconds otherwise) {
  return duration_of(call, "timeout", otherwise);
}

result<std::chrono::milliseconds> duration_of(const invocation& call, std::string_view option,
                                              std::chrono::milliseconds otherwise) {
  const auto given = call.args.text(option);
  if (!given) return otherwise;
  return parse_duration(*given);
}

} // namespace ockam::cli
