#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/resource.hpp"
#include "cli/surroundings.hpp"
#include "cli/table.hpp"

#include <nlohmann/json.hpp>

#include <map>

namespace ockam::cli {
namespace {

using nlohmann::json;

/// `127.0.0.1:4000`, and more after a comma.
std::string listeners_of(const json& node) {
  std::string text;
  for (const auto& each : node.value("tcp_listeners", json::array()))
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

table_row row_of(const std::string& name, bool is_default, const result<json>& node) {
  const auto shown = name + (is_default ? " (default)" : "");
  if (!node) return {shown, "DOWN", "-", "-", "-", "-", "-"};
  return {shown,
          "UP",
          listeners_of(*node),
          count_of(*node, "tcp_connections"),
          count_of(*node, "relays"),
          count_of(*node, "tcp_inlets"),
          count_of(*node, "tcp_outlets")};
}

/// A node that does not answer is down, whatever the reason.
result<json> ask(home& nodes, const std::string& name) {
  auto client = nodes.open(name);
  if (!client) return client.error();
  const selected_node node{name, std::move(*client)};
  return object_from(node, node.client->get("/v1/node"));
}

status show(invocation& call) {
  auto& nodes = call.world.nodes;
  const auto names = nodes.node_names();
  if (!names) return names.error();
  auto objects = json::array();
  std::vector<table_row> rows;
  for (const auto& name : *names) {
    const auto chosen = nodes.default_node();
    const bool is_default = chosen && *chosen == name;
    const auto node = ask(nodes, name);
    objects.push_back({{"name", name},
                       {"default", is_default},
                       {"status", node ? "up" : "down"},
                       {"node", node ? *node : json()}});
    rows.push_back(row_of(name, is_default, node));
  }
  if (names->empty()) call.out.note("no nodes; `ockam node create` makes one");
  call.out.answer(
      objects,
      table(call.out,
            {"Node", "Status", "Listens on", "Connections", "Relays", "Inlets", "Outlets"}, rows));
  return done{};
}

} // namespace

noun status_of_nodes() {
  const std::string summary = "Show all nodes at a glance";
  return {"status",
          summary,
          {{"", summary, {}, {}, {"ockam status", "ockam status --output json"}, show}}};
}

} // namespace ockam::cli
