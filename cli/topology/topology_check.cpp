#include "cli/topology/topology_check.hpp"

#include "channels/workers/access_rules.hpp"
#include "cli/home/home.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/home/home_project.hpp"
#include "cli/process/node_settings.hpp"
#include "cli/projects/enrollment.hpp"
#include "cli/projects/project_commands.hpp"
#include "cli/resources/body.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/topology/topology_nodes.hpp"
#include "cli/topology/topology_plan.hpp"
#include "config/base/environment.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace ockam::cli {

namespace {

using std::string;

/// The place of a key, or of the whole thing; what the command line said has none.
error placed(const config::resource& what, std::string_view key, error why) {
  const auto said = what.said.find(string(key));
  const auto& at = said == what.said.end() ? what.at : said->second;
  if (at.line == 0) return why;
  if (why.message.starts_with("--")) why.message.erase(0, 2); // in a file it is a key
  return config::wrong_at(at, why.message, why.hint);
}

bool is_file(const string& project) {
  return project.find('/') != project.npos || project.ends_with(".json");
}

/// Nodes say the same of a policy for a type.
status check_type(const string& name) {
  const auto& all = channels::resource_types::all;
  if (name.empty() || std::find(all.begin(), all.end(), name) != all.end()) return done{};
  string types;
  for (const auto& each : all) types += (types.empty() ? "types: " : ", ") + string(each);
  return fail(errc::invalid, name + " is no type of resource", std::move(types));
}

class checker {
public:
  checker(const invocation& call, config::topology& what) : call_(call), what_(what) {}

  status all() {
    for (const auto& each : what_.tickets)
      if (auto good = ticket(each, "ticket", each.text); !good) return good;
    for (const auto& each : what_.identities)
      if (auto good = vault(each, each.vault); !good) return good;
    for (const auto& each : what_.nodes)
      if (auto good = node(each); !good) return good;
    return things();
  }

private:
  // -- what is named, and has to be in the file or here

  /// One that is piped in can be read only once.
  status ticket(const config::resource& of, std::string_view key, const string& text) {
    if (text == "-") return any_project_ = true, done{};
    const auto read = read_ticket(call_, text);
    if (!read) return placed(of, key, read.error());
    projects_.insert(read->where.name);
    return done{};
  }

  status vault(const config::resource& of, const string& name) {
    const auto is_it = [&](const config::vault& each) { return each.name == name; };
    if (name.empty() || std::any_of(what_.vaults.begin(), what_.vaults.end(), is_it)) return done{};
    OCKAM_TRY(state, existing_state());
    if (state && state->vaults().find(name)) return done{};
    return placed(of, "vault",
                  fail(errc::not_found, "vault not found: " + name + " in " + home_text(),
                       "vaults: { " + name + ": {} }, or ockam vault create " + name));
  }

  status project(const config::node& of) {
    const auto& name = of.project;
    if (name == "-") any_project_ = true;
    if (name.empty() || knows(name)) return done{};
    OCKAM_TRY(home, config::home());
    const auto known = is_file(name) ? read_project_file(call_, name) : known_project(home, name);
    if (!known) return placed(of, "project", known.error());
    projects_.insert(known->name);
    return done{};
  }

  /// Whether the file itself makes a project known, by a ticket or its description.
  bool knows(const string& name) const {
    return any_project_ || projects_.contains(name)
           || (name == default_project_name && !projects_.empty());
  }

  bool in_file(const string& name) const {
    return std::any_of(what_.nodes.begin(), what_.nodes.end(),
                       [&](const auto& each) { return each.name == name; });
  }

  // -- nodes

  status node(const config::node& each) {
    const auto settings = settings_of(call_, each);
    if (!settings) return placed(each, key_in(each, settings.error().message), settings.error());
    if (auto good = vault(each, each.vault); !good) return good;
    for (const auto& [key, at] :
         {std::pair("tcp-listener-address", settings->listen_at),
          {"status-port", settings->status_at.value_or(transports::endpoint{"", 0})}})
      if (auto free = take(each, key, at, "node " + each.name); !free) return free;
    OCKAM_TRY(there, standing_of(each.name));
    if (change_of(each, there).what == node_change::verb::none) return done{};
    if (!each.enrollment_ticket.empty()) {
      const auto from = each.said.contains("enrollment-ticket") ? "enrollment-ticket" : "";
      if (auto good = ticket(each, from, each.enrollment_ticket); !good) return good;
    }
    return project(each);
  }

  /// The key whose value a complaint quotes.
  static string key_in(const config::node& of, const string& message) {
    for (const auto& row : of.rows()) {
      config::texts values;
      if (const auto* one = config::value_in<string>(of, row)) values.push_back(*one);
      if (const auto* some = config::value_in<config::texts>(of, row)) values = *some;
      for (const auto& each : values)
        if (!each.empty() && message.find(each.substr(0, each.find('='))) != message.npos)
          return string(row.name());
    }
    return {};
  }

  /// Nothing else of this file may listen there.
  status take(const config::resource& of, std::string_view key, const transports::endpoint& at,
              const string& who) {
    if (at.port == 0) return done{};
    const auto [first, is_new] = taken_.emplace(to_string(at), who);
    if (is_new) return done{};
    return placed(of, key, fail(errc::in_use, first->first + " is that of " + first->second));
  }

  // -- what nodes have

  status things() {
    route_resolver where;
    where.port_of = [this](const string& name) {
      return in_file(name) ? result(std::uint16_t{1}) : call_.host.nodes.port_of(name);
    };
    where.hubs = [this] { return what_.hubs.empty() ? call_.host.nodes.hubs() : what_.hubs; };
    std::vector<wanted_resource> all;
    for (auto* each : what_.on_nodes()) {
      OCKAM_TRY(body, completed_body(*each, where));
      if (auto good = thing(*each, body); !good) return good;
      all.push_back({each->node, &each->kind(), std::move(body), each->at});
    }
    const auto once = compare(all, {}, {});
    return once ? status(done{}) : once.error();
  }

  status thing(const config::on_node& each, const nlohmann::json& body) {
    if (!each.node.empty() && !in_file(each.node))
      if (const auto known = call_.host.nodes.port_of(each.node); !known)
        return placed(each, "at", known.error());
    config::topology scratch; // reads it as the node will
    auto* const there = config::add_on_node(scratch, each.kind().plural);
    if (auto read = config::read_body(*there, body); !read) return placed(each, {}, read.error());
    if (const auto* made = dynamic_cast<const config::service*>(&each))
      if (auto known = config::service::check_type(made->type); !known)
        return placed(each, "type", known.error());
    if (const auto* rule = dynamic_cast<const config::policy*>(&each); rule)
      if (auto known = check_type(rule->target_type); !known)
        return placed(each, "resource-type", known.error());
    if (auto free = listens(each); !free) return free;
    return routes(each);
  }

  status listens(const config::on_node& each) {
    const auto name = title_of(string(each.kind().plural), config::write_body(each));
    for (const auto* key : {"from", "address"}) {
      const auto* const row = config::find_field(each.rows(), key);
      const auto* const text = row ? config::value_in<string>(each, *row) : nullptr;
      const bool is_place =
          row
          && (row->kind == config::value_kind::listen || row->kind == config::value_kind::endpoint);
      const auto at = is_place && text ? transports::endpoint::parse(*text)
                                       : result(transports::endpoint{"", 0});
      if (!at) continue;
      if (auto free = take(each, key, *at, name); !free) return free;
    }
    return done{};
  }

  status routes(const config::on_node& each) {
    OCKAM_TRY(home, config::home());
    if (!call_.host.hosts_projects) return done{};
    for (const auto& text : routes_of(each)) {
      const auto parsed = wire::multiaddr::parse(text);
      if (!parsed) continue;
      for (const auto& part : parsed->parts()) {
        if (part.proto != wire::protocol::project || knows(part.value)) continue;
        if (const auto known = routed_project(home, part.value); !known)
          return placed(each, {}, known.error());
      }
    }
    return done{};
  }

  const invocation& call_;
  config::topology& what_;
  std::set<string> projects_;      ///< that the file makes known
  bool any_project_ = false;       ///< whether it makes one known that cannot be looked at now
  std::map<string, string> taken_; ///< who listens where
};

} // namespace

status check_topology(const invocation& call, config::topology what) {
  config::give_ticket_to_node(what);
  return checker{call, what}.all();
}

} // namespace ockam::cli
