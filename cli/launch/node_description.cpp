#include "cli/launch/node_description.hpp"

#include "cli/home/home.hpp"
#include "cli/text/session_text.hpp"
#include "config/base/json_text.hpp"

#include <initializer_list>

namespace ockam::cli {

namespace {

using config::text_in;
using nlohmann::json;

struct line {
  const char* label;
  const char* key;
  const char* prefix = "";
};

/// `  Inlets:` and for each of them `    Inlet:` with its lines.
void add_section(std::string& block, const json& node, const char* key, const char* title,
                 const char* item, std::initializer_list<line> lines) {
  block += std::string{"\n  "} + title + ":";
  for (auto& each : node.value(key, json::array())) {
    block += std::string{"\n    "} + item + ":";
    for (auto& [label, member, prefix] : lines)
      block += std::string{"\n      "} + label + ": " + prefix + text_in(each, member);
  }
}

/// Most nodes are in none.
void add_projects(std::string& block, const json& node) {
  const auto projects = node.value("projects", json::array());
  if (!projects.empty()) block += "\n  Projects:";
  for (const auto& each : projects)
    block += "\n    Project:\n      Name: " + text_in(each, "name")
             + "\n      Status: " + session_status(each);
}

} // namespace

result<json> describe_node(home& nodes, const std::string& name) {
  auto port = nodes.port_of(name);
  if (!port) return port.error();
  auto chosen = nodes.default_node();
  json description{{"status", "DOWN"}};
  if (auto client = nodes.open(name)) {
    if (auto told = (*client)->get("/v1/node")) {
      description = std::move(*told);
      description["status"] = "UP";
    } else {
      description["reason"] = told.error().message;
    }
  }
  description["name"] = name;
  if (auto at = nodes.status_address_of(name); !at.empty())
    description["http_server_address"] = std::move(at);
  description["is_default"] = chosen && *chosen == name;
  description["route"] = {{"short", "/node/" + name},
                          {"verbose", "/dnsaddr/localhost/tcp/" + std::to_string(*port)}};
  return description;
}

std::string node_block(const json& node) {
  auto block = "\nNode:\n  Name: " + text_in(node, "name");
  if (node.value("is_default", false)) block += " (Default)";
  block += "\n  Status: " + text_in(node, "status");
  if (auto reason = text_in(node, "reason"); !reason.empty()) block += " (" + reason + ")";
  auto route = node.value("route", json::object());
  block += "\n  Route To Node:\n    Short: " + text_in(route, "short");
  block += "\n    Verbose: " + text_in(route, "verbose");
  if (const auto at = text_in(node, "http_server_address"); !at.empty())
    block += "\n  Status Port: http://" + at;
  if (text_in(node, "status") != "UP") return block;
  block += "\n  Identity: " + text_in(node, "identity");
  block += "\n  Threads: " + std::to_string(node.value("threads", 1));
  add_section(block, node, "tcp_listeners", "Transports", "Transport",
              {{"Type", "transport"},
               {"Mode", "mode"},
               {"Socket", "address"},
               {"Worker", "worker_address", "0#"}});
  add_section(block, node, "secure_channel_listeners", "Secure Channel Listeners", "Listener",
              {{"Address", "address", "/service/"}});
  add_section(block, node, "tcp_inlets", "Inlets", "Inlet",
              {{"Listen Address", "from"}, {"Route To Outlet", "to"}});
  add_section(block, node, "tcp_outlets", "Outlets", "Outlet",
              {{"Forward Address", "to"}, {"Address", "address", "/service/"}});
  add_section(block, node, "relays", "Relays", "Relay",
              {{"Name", "name"}, {"At", "at"}, {"Remote Address", "remote_address", "/service/"}});
  add_projects(block, node);
  add_section(block, node, "services", "Services", "Service",
              {{"Type", "type"}, {"Address", "address", "/service/"}});
  return block;
}

} // namespace ockam::cli
