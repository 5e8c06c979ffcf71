#include "cli/diagnosis/watch.hpp"
#include "cli/home/home.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/home/home_project.hpp"
#include "cli/launch/node_description.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/text/node_lists.hpp"
#include "cli/text/table.hpp"
#include "cli/text/waiting.hpp"
#include "config/defaults.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <tuple>

namespace ockam::cli {
namespace {

using nlohmann::json;

/// `127.0.0.1:4000`, and more after a comma.
std::string listeners_of(const json& node) {
  std::string text;
  for (const auto& each : node.value(lists::listeners, json::array()))
    text += (text.empty() ? "" : ", ") + member("address")(each);
  return text.empty() ? "-" : text;
}

/// How many of a list there are, and how many of them are not up: `3 (1 connecting, 1 down)`.
std::string count_of(const json& node, const char* list) {
  std::size_t all = 0;
  std::map<std::string, std::size_t> others;
  for (const auto& each : node.value(list, json::array())) {
    ++all;
    if (const auto status = each.value("status", "up"); status != "up") ++others[status];
  }
  std::string more;
  for (const auto& [what, count] : others)
    more += (more.empty() ? "" : ", ") + std::to_string(count) + ' ' + what;
  return std::to_string(all) + (more.empty() ? "" : " (" + more + ")");
}

bool is_up(const json& node) { return node.at("status") == "UP"; }

table_row row_of(const std::string& name, bool is_default, const json& node) {
  const auto shown = name + (is_default ? " (default)" : "");
  if (!is_up(node)) return {shown, "DOWN", "-", "-", "-", "-", "-"};
  return {shown,
          "UP",
          listeners_of(node),
          count_of(node, lists::connections),
          count_of(node, "relays"),
          count_of(node, lists::inlets),
          count_of(node, lists::outlets)};
}

/// As `node show` has it. A node that does not answer is down, whatever the reason.
json describe(home& nodes, const std::string& name, bool is_default) {
  auto known = describe_node(nodes, name);
  auto node = known ? std::move(*known) : json{{"name", name}, {"status", "DOWN"}};
  node["default"] = is_default;
  return node;
}

/// What the reference says besides; the hosted service is none of ours.
result<json> all_of(const invocation& call, json nodes) {
  auto identities = json::array(), projects = json::array();
  OCKAM_TRY(state, existing_state());
  if (state) {
    OCKAM_TRY(known, state->identities().all());
    for (const auto& each : known)
      identities.push_back({{"name", each.name},
                            {"identifier", each.identifier},
                            {"is_default", each.is_default},
                            {"status", "NotEnrolled"}});
  }
  OCKAM_TRY(joined, known_projects());
  for (const auto& each : joined) projects.push_back(to_json(each.what));
  for (auto& node : nodes)
    node = with_reference_keys(std::move(node), {"node", "show", call.out.whose.node});
  return json{{"ockam_version", {{"version", OCKAM_VERSION}, {"hash", ""}}},
              {"orchestrator_version", {{"version", nullptr}, {"project_version", nullptr}}},
              {"spaces", json::array()},
              {"projects", std::move(projects)},
              {"identities", std::move(identities)},
              {"nodes", std::move(nodes)}};
}

/// What a node keeps alive, a line each; on a terminal with times, which change all the time.
std::string kept_by(const json& node, const std::string& name, bool with_times) {
  std::string text;
  for (const auto& [list, noun, key] :
       {std::tuple{lists::connections, "connection", "socket_address"},
        {"relays", "relay", "name"},
        {lists::inlets, "inlet", "alias"}})
    for (const auto& one : node.value(list, json::array())) {
      if (!one.contains("status") || member("role")(one) == "hosted") continue;
      const auto state = with_times ? session_status(one) : member("status")(one);
      text.append("\n").append(name).append(": ").append(noun).append(" ");
      text.append(member(key)(one)).append(" is ").append(state);
    }
  return text;
}

/// All nodes; with what they keep alive, if somebody watches.
result<frame> look(const invocation& call, bool watched) {
  auto& nodes = call.host.nodes;
  OCKAM_TRY(names, nodes.node_names());
  auto objects = json::array();
  std::vector<table_row> rows;
  std::string kept;
  for (const auto& name : names) {
    const auto chosen = nodes.default_node();
    const bool is_default = chosen && *chosen == name;
    auto node = describe(nodes, name, is_default);
    rows.push_back(row_of(name, is_default, node));
    if (watched && is_up(node)) kept += kept_by(node, name, call.out.terminal);
    objects.push_back(std::move(node));
  }
  OCKAM_TRY(all, all_of(call, std::move(objects)));
  return frame{std::move(all),
               table(call.out,
                     {"Node", "Status", "Listens on", "Connections", "Relays", "Inlets", "Outlets"},
                     rows)
                   + kept};
}

status show(invocation& call) {
  if (call.args.flag("watch")) return watch(call, [&call] { return look(call, true); });
  OCKAM_TRY(names, call.host.nodes.node_names());
  const waiting note{call.out, "nodes that do not answer",
                     static_cast<int>(names.size()) * config::control_read_timeout};
  OCKAM_TRY(now, look(call, false));
  if (now.objects["nodes"].empty())
    call.out.note("no nodes in " + nothing_in_home() + "; `ockam node create` makes one");
  call.out.answer(now.objects, now.text);
  return done{};
}

} // namespace

noun status_of_nodes() {
  const std::string summary = "Show all nodes at a glance";
  return {"status",
          summary,
          {{"",
            summary,
            {},
            {{"watch,w", "", "Go on showing it, with what the nodes keep alive, until Ctrl-C"}},
            {"ockam status", "ockam status --output json", "ockam status --watch"},
            show}}};
}

} // namespace ockam::cli
