#include "cli/launch/node_description.hpp"

#include "cli/home/home.hpp"
#include "cli/text/node_lists.hpp"
#include "cli/text/session_text.hpp"
#include "config/base/json_text.hpp"
#include "config/base/printable.hpp"
#include "transports/io/network.hpp"
#include "transports/sandbox/sandbox.hpp"

#include <initializer_list>

namespace ockam::cli {

namespace {

using nlohmann::json;

std::string shown_in(const json& object, const char* key) {
  return config::printable(config::text_in(object, key));
}

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
      block += std::string{"\n      "} + label + ": " + prefix + shown_in(each, member);
  }
}

/// What its own credential says of a node: what others' policies ask for.
std::string attributes_in(const json& project) {
  std::string out;
  const auto attributes = project.value("attributes", json::object());
  for (const auto& [name, value] : attributes.items())
    if (value.is_string()) out += (out.empty() ? "" : ", ") + name + "=" + value.get<std::string>();
  return out.empty() ? out : "\n      Attributes: " + config::printable(out);
}

/// Adds the projects that the node is in; most nodes are in none.
void add_projects(std::string& block, const json& node) {
  const auto projects = node.value("projects", json::array());
  if (!projects.empty()) block += "\n  Projects:";
  for (const auto& each : projects)
    block += "\n    Project:\n      Name: " + shown_in(each, "name")
             + "\n      Status: " + session_status(each) + attributes_in(each);
}

/// Adds what others asked for in vain, and what would have let them.
void add_refusals(std::string& block, const json& node) {
  for (const auto& each : node.value("refusals", json::array()))
    block += "\n  Refused: " + shown_in(each, "what") + ", "
             + std::to_string(each.value("count", 0)) + " messages that came from other machines; "
             + shown_in(each, "option") + " lets them in";
}

/// How far its process is sandboxed; empty of one that says nothing about that.
std::string sandbox_of(const json& node) {
  const auto box = node.value("sandbox", json::object());
  if (box.empty()) return {};
  if (shown_in(box, "mode") == "off") return "off";
  return transports::sandboxed{box.value("system_calls", false), box.value("files", false),
                               shown_in(box, "reason")}
      .text();
}

/// The port of the first listener, as the node itself tells it; 0 if it has none.
std::uint16_t port_of(const json& node) {
  for (const auto& each : node.value(lists::listeners, json::array()))
    if (const auto at = transports::endpoint::parse(shown_in(each, "address"))) return at->port;
  return 0;
}

} // namespace

result<json> describe_node(home& nodes, const std::string& name) {
  auto port = nodes.port_of(name);
  if (!port && port.error().code == errc::not_found) return port.error();
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
  if (!port) { // the store cannot be read, and only a node that runs can tell
    if (description["status"] != "UP") return port.error();
    port = port_of(description);
  }
  description["name"] = name;
  description["identity_name"] = nodes.identity_of(name);
  if (auto at = nodes.status_address_of(name); !at.empty())
    description["http_server_address"] = std::move(at);
  description["is_default"] = chosen && *chosen == name;
  description["route"] = {{"short", "/node/" + name},
                          {"verbose", "/dnsaddr/localhost/tcp/" + std::to_string(*port)}};
  return description;
}

std::string node_summary(const json& node) {
  auto text = shown_in(node, "name") + (node.value("is_default", false) ? " (Default)" : "") + ": "
              + shown_in(node, "status");
  if (shown_in(node, "status") != "UP") {
    const auto reason = shown_in(node, "reason");
    return text + "\n  " + (reason.empty() ? "ockam node start " + shown_in(node, "name") : reason);
  }
  for (const auto& each : node.value(lists::listeners, json::array()))
    text += " at " + shown_in(each, "address");
  if (const auto who = shown_in(node, "identity_name"); !who.empty()) text += " as " + who;
  std::string has;
  for (const auto& [key, one] : {std::pair{"relays", "relay"},
                                 {lists::inlets, "inlet"},
                                 {lists::outlets, "outlet"},
                                 {lists::connections, "connection"}})
    if (const auto count = node.value(key, json::array()).size(); count > 0)
      has += (has.empty() ? "" : ", ") + std::to_string(count) + " " + one + (count > 1 ? "s" : "");
  for (const auto& each : node.value("projects", json::array()))
    has += (has.empty() ? "" : ", ") + std::string{"project "} + shown_in(each, "name");
  return text + "\n  " + (has.empty() ? "nothing was made on it yet" : has);
}

std::string node_block(const json& node) {
  auto block = "\nNode:\n  Name: " + shown_in(node, "name");
  if (node.value("is_default", false)) block += " (Default)";
  block += "\n  Status: " + shown_in(node, "status");
  if (auto reason = shown_in(node, "reason"); !reason.empty()) block += " (" + reason + ")";
  auto route = node.value("route", json::object());
  block += "\n  Route To Node:\n    Short: " + shown_in(route, "short");
  block += "\n    Verbose: " + shown_in(route, "verbose");
  if (const auto at = shown_in(node, "http_server_address"); !at.empty())
    block += "\n  Status Port: http://" + at;
  if (shown_in(node, "status") != "UP") return block;
  block += "\n  Identity: " + shown_in(node, "identity");
  block += "\n  Threads: " + std::to_string(node.value("threads", 1));
  if (const auto box = sandbox_of(node); !box.empty()) block += "\n  Sandbox: " + box;
  add_section(block, node, lists::listeners, "Transports", "Transport",
              {{"Type", "transport"},
               {"Mode", "mode"},
               {"Socket", "address"},
               {"Worker", "worker_address", "0#"}});
  add_section(block, node, lists::secure_channel_listeners, "Secure Channel Listeners", "Listener",
              {{"Address", "address", "/service/"}});
  add_section(block, node, lists::inlets, "Inlets", "Inlet",
              {{"Listen Address", "from"}, {"Route To Outlet", "to"}});
  add_section(block, node, lists::outlets, "Outlets", "Outlet",
              {{"Forward Address", "to"}, {"Address", "address", "/service/"}});
  add_section(block, node, "relays", "Relays", "Relay",
              {{"Name", "name"}, {"At", "at"}, {"Remote Address", "remote_address", "/service/"}});
  add_refusals(block, node);
  add_projects(block, node);
  add_section(block, node, "services", "Services", "Service",
              {{"Type", "type"}, {"Address", "address", "/service/"}});
  return block;
}

} // namespace ockam::cli
