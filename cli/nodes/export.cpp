#include "cli/home/home_directory.hpp"
#include "cli/launch/node_offers.hpp"
#include "cli/nodes/node_commands.hpp"
#include "cli/projects/hosted_project.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/base/environment.hpp"
#include "config/base/limits.hpp"
#include "config/files/topology_text.hpp"
#include "transports/io/network.hpp"
#include "wire/routing/multiaddr.hpp"

#include <map>

namespace ockam::cli {
namespace {

using nlohmann::json;

class exporter {
public:
  explicit exporter(config::state_store& state) : state_(state) {}

  /// Learns the ports of nodes, to find their names for routes.
  status learn_ports() {
    OCKAM_TRY(nodes, state_.nodes());
    for (const auto& each : nodes)
      if (const auto at = transports::endpoint::parse(each.listener_address))
        names_[std::to_string(at->port)] = each.name;
    return done{};
  }

  status add(const config::node_record& record) {
    auto& node = all.nodes.emplace_back();
    node.name = record.name;
    node.tcp_listener_address = record.listener_address;
    node.project = record.project;
    node.status_port = record.status_address;
    node.when_authority_silent = record.when_silent;
    node.sandbox = record.sandbox;
    const auto offers = node_offers::parse(record.offers);
    node.allow_relays = offers.allow_relays;
    node.open = offers.open;
    node.loopback_is_public = offers.loopback_is_public;
    if (record.threads > 0) node.threads = std::to_string(record.threads);
    const auto limits = config::limits_of(record.limits);
    if (const auto links = limits.set_value(config::limit::links_per_source); links > 0)
      node.links_per_source = std::to_string(links);
    node.limits = limits.words(); // links-per-source has a key of its own
    std::erase_if(node.limits,
                  [](const auto& word) { return word.starts_with("links-per-source="); });
    if (auto said = add_identity(node, record.identity); !said) return said;
    OCKAM_TRY(trusted, state_.trusted().of(record.name));
    for (const auto& each : trusted) node.authorities.push_back(each.history);
    OCKAM_TRY(declared, state_.declarations().of(record.name));
    for (const auto& each : declared) add(each);
    return done{};
  }

  config::topology all;

private:
  /// Names the identity of a node, unless it is the default one, which every home has.
  status add_identity(config::node& node, const std::string& name) {
    const auto chosen = state_.identities().chosen();
    if (name.empty() || (chosen && chosen->name == name)) return done{};
    OCKAM_TRY(known, state_.identities().find(name));
    node.identity = name;
    for (const auto& each : all.identities)
      if (each.name == name) return done{};
    auto& identity = all.identities.emplace_back();
    identity.name = name;
    const auto vault = state_.vaults().chosen();
    if (vault && vault->name == known.vault) return done{};
    identity.vault = known.vault;
    for (const auto& each : all.vaults)
      if (each.name == known.vault) return done{};
    all.vaults.emplace_back().name = known.vault;
    return done{};
  }

  void add(const config::declaration& what) {
    auto* made = config::add_on_node(all, what.kind);
    if (!made) return;
    made->node = what.node;
    auto body = json::parse(what.body, nullptr, false);
    if (!body.is_object()) return;
    static_cast<void>(config::read_body(*made, body)); // as far as this version reads it
    made->no_connection_wait = false;                  // about how it was made
    for (const auto& row : made->rows()) {
      if (!config::is_route(row.kind)) continue;
      if (auto* const one = config::value_in<std::string>(*made, row)) *one = with_names(*one);
      if (auto* const all_of_them = config::value_in<config::texts>(*made, row))
        for (auto& each : *all_of_them) each = with_names(each);
    }
  }

  /// `/node/NAME` for nodes of this home, whose ports another home does not have.
  std::string with_names(const std::string& given) const {
    const auto route = wire::multiaddr::parse(given);
    if (!route) return given;
    auto parts = route->parts();
    using wire::protocol;
    if (parts.size() < 2 || parts[0].proto != protocol::ip4 || parts[0].value != "127.0.0.1"
        || parts[1].proto != protocol::tcp)
      return given;
    const auto name = names_.find(parts[1].value);
    if (name == names_.end()) return given;
    parts.erase(parts.begin());
    parts[0] = {protocol::node, name->second};
    return to_string(wire::multiaddr(std::move(parts)));
  }

  config::state_store& state_;
  std::map<std::string, std::string> names_; ///< names of nodes by port
};

result<std::vector<config::node_record>> wanted_nodes(const invocation& call,
                                                      config::state_store& state) {
  if (!call.args.flag("all")) {
    OCKAM_TRY(name, node_argument(call));
    OCKAM_TRY(record, state.node(name));
    return std::vector{std::move(record)};
  }
  if (call.args.positional_at(0))
    return fail(errc::invalid, "a name and --all exclude each other", "ockam export --all");
  OCKAM_TRY(home, config::home());
  OCKAM_TRY(nodes, state.nodes());
  std::erase_if(nodes, [&](const auto& each) {
    const auto hosted = hosted_by(home, each.name);
    if (!hosted || !*hosted) return false;
    call.out.note("node " + each.name + " is a project's and left out: ockam project create");
    return true;
  });
  return nodes;
}

status run_export(invocation& call) {
  OCKAM_TRY(state, existing_state());
  if (!state)
    return fail(errc::not_found, "node not found: there is none in " + home_text(),
                "ockam node create");
  OCKAM_TRY(nodes, wanted_nodes(call, *state));
  exporter to{*state};
  if (auto ok = to.learn_ports(); !ok) return ok;
  for (const auto& each : nodes)
    if (auto ok = to.add(each); !ok) return ok;
  const auto document = config::to_document(to.all);
  auto text = config::to_yaml(document);
  if (!text.empty()) text.pop_back();
  call.out.answer(json::parse(document.dump()), text);
  return done{};
}

} // namespace

noun export_nodes() {
  return {"export",
          "Print the file that would make what a node is and has",
          {{"",
            "Print the file that would make what a node is and has",
            {node_positional()},
            {{"all", "", "All nodes of this home"}},
            {"ockam export n1", "ockam export --all"},
            run_export}}};
}

} // namespace ockam::cli
