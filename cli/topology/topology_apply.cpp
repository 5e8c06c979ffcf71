#include "cli/topology/topology_apply.hpp"

#include "cli/home/control_client.hpp"
#include "cli/home/home.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/launch/node_end.hpp"
#include "cli/resources/body.hpp"
#include "cli/resources/resource.hpp"
#include "cli/resources/selection.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/text/waiting.hpp"
#include "cli/topology/topology_check.hpp"
#include "cli/topology/topology_keys.hpp"
#include "cli/topology/topology_nodes.hpp"
#include "cli/topology/topology_wait.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::cli {

namespace {

using nlohmann::json;
using std::string;

class topology_applier {
public:
  topology_applier(invocation& call, const topology_file& file, config::topology what,
                   const apply_options& how)
      : call_(call), file_(file), what_(std::move(what)), how_(how) {}

  result<apply_outcome> run() {
    auto outcome = bring_about();
    if (outcome) return std::move(told_);
    auto why = outcome.error();
    if (why.code == errc::config && !why.message.empty() && std::isdigit(why.message[0]) != 0)
      why = in_file(file_, std::move(why));
    for (auto each = undo_.rbegin(); each != undo_.rend(); ++each)
      if (auto back = (*each)(); !back)
        why.message += "; and taking back what was done failed: " + back.error().message;
    return why;
  }

private:
  status bring_about() {
    config::give_ticket_to_node(what_);
    if (auto right = check_topology(call_, what_); !right) return right;
    for (const auto& step :
         {&topology_applier::keys, &topology_applier::members, &topology_applier::nodes,
          &topology_applier::resources, &topology_applier::old_nodes})
      if (auto ok = (this->*step)(); !ok) return ok;
    return done{};
  }

  void tell(string line, json object) {
    if (call_.out.terminal && !how_.only_plan) call_.out.note(line);
    told_.lines.push_back(std::move(line));
    told_.changes.push_back(std::move(object));
  }

  static error at(const config::position& place, const error& why) {
    return config::wrong_at(place, why.message, why.hint);
  }

  // -- vaults and identities: keys are never removed by a file

  status keys() {
    if (what_.vaults.empty() && what_.identities.empty()) return done{};
    OCKAM_TRY(state, existing_state());
    for (const auto& each : what_.vaults)
      if (auto ok = add(each, state && state->vaults().find(each.name)); !ok) return ok;
    for (const auto& each : what_.identities)
      if (auto ok = add(each, state && state->identities().find(each.name)); !ok) return ok;
    return done{};
  }

  status members() { return how_.only_plan ? status(done{}) : enroll_identity(call_, what_); }

  template <class Key>
  status add(const Key& wanted, bool is_there) {
    if (is_there) {
      ++told_.unchanged;
      return done{};
    }
    const std::string noun(wanted.kind().noun);
    tell("+ create " + noun + ' ' + wanted.name,
         {{"change", "create"}, {"kind", noun}, {"name", wanted.name}});
    if (how_.only_plan) return done{};
    auto back = make(wanted);
    if (!back) return at(wanted.at, back.error());
    undo_.push_back(std::move(*back));
    return done{};
  }

  // -- nodes

  status nodes() {
    for (const auto& wanted : what_.nodes) {
      told_.nodes.push_back(wanted.name);
      OCKAM_TRY(there, standing_of(wanted.name));
      const auto change = change_of(wanted, there);
      if (change.what == node_change::verb::none) {
        ++told_.unchanged;
        continue;
      }
      tell(to_string(change), to_json(change));
      if (how_.only_plan) continue;
      if (change.what == node_change::verb::create)
        if (auto noted = note_made(wanted.name); !noted) return noted;
      auto back = carry_out(call_, wanted, change);
      if (!back) return at(wanted.at, back.error());
      undo_.push_back(std::move(*back));
    }
    return done{};
  }

  // -- what nodes have

  result<std::uint16_t> port_of(const string& node) const {
    auto known = call_.host.nodes.port_of(node);
    if (known || !how_.only_plan) return known;
    for (const auto& each : what_.nodes) // a node that the file makes is going to have one
      if (each.name == node) {
        const auto given = transports::endpoint::parse(each.tcp_listener_address);
        return given ? given->port : std::uint16_t{0};
      }
    return known;
  }

  /// A file without nodes is of the default node, which is made if there is none.
  result<string> default_node() {
    auto known = call_.host.nodes.default_node();
    if (known) return started(*known);
    if (!how_.only_plan) return default_node_made_if_need_be(call_);
    if (known.error().code != errc::not_found) return known;
    const string to_be{"default"};
    if (told_.lines.empty() || told_.lines.back() != "+ create node default")
      tell("+ create node default", to_json(node_change{node_change::verb::create, to_be}));
    return to_be;
  }

  result<string> started(const string& name) {
    OCKAM_TRY(there, standing_of(name));
    config::node wanted;
    wanted.name = name;
    const auto change = change_of(wanted, there);
    if (change.what != node_change::verb::start) return name;
    const auto line = to_string(change);
    if (std::find(told_.lines.begin(), told_.lines.end(), line) != told_.lines.end()) return name;
    tell(line, to_json(change));
    if (how_.only_plan) return name;
    OCKAM_TRY(back, carry_out(call_, wanted, change));
    undo_.push_back(std::move(back));
    return name;
  }

  result<std::vector<wanted_resource>> wanted() {
    auto where = resolver_of(call_);
    where.port_of = [this](const string& node) { return port_of(node); };
    if (!what_.hubs.empty()) where.hubs = [this] { return result(what_.hubs); };
    std::vector<wanted_resource> all;
    for (auto* each : what_.on_nodes()) {
      OCKAM_TRY(body, completed_body(*each, where));
      if (!how_.only_plan)
        if (const auto ready = cli::bring_about(call_, *each, false); !ready)
          return at(each->at, ready.error());
      if (each->node.empty()) {
        auto node = default_node();
        if (!node) return at(each->at, node.error());
        each->node = std::move(*node);
      }
      all.push_back({each->node, &each->kind(), std::move(body), each->at});
      waits_.push_back(wait_of(*each));
    }
    return all;
  }

  /// The declarations of all nodes of this home: what a file does not say any more may be on any.
  static result<std::vector<config::declaration>> declared() {
    std::vector<config::declaration> all;
    OCKAM_TRY(state, existing_state());
    if (!state) return all;
    OCKAM_TRY(nodes, state->nodes());
    for (const auto& node : nodes) {
      OCKAM_TRY(some, state->declarations().of(node.name));
      std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    return all;
  }

  status resources() {
    OCKAM_TRY(all, wanted());
    OCKAM_TRY(there, declared());
    OCKAM_TRY(plan, compare(all, there, how_.made_by));
    told_.unchanged += plan.unchanged;
    for (const auto& each : plan.changes) {
      tell(to_string(each), to_json(each));
      if (how_.only_plan) continue;
      if (auto ok = carry_out_on_node(each); !ok)
        return each.what == change::verb::remove ? ok.error() : at(each.wanted.at, ok.error());
    }
    if (!how_.only_plan) {
      if (told_.lines.empty())
        std::fill(waits_.begin(), waits_.end(), std::chrono::milliseconds{0});
      const auto ask = [this](const string& node) { return open(node); };
      const waiting note{call_.out, "all of " + file_.name + " to be up",
                         waits_.empty() ? std::chrono::milliseconds{0}
                                        : *std::max_element(waits_.begin(), waits_.end())};
      told_.not_up = wait_until_up(ask, all, waits_);
      for (const auto& node : what_.nodes)
        if (auto why = why_no_member(ask, node.name, wait_for_members()); !why.empty())
          told_.not_up.push_back(std::move(why));
    }
    return done{};
  }

  /// Nobody waits for what a file does not change.
  std::chrono::milliseconds wait_for_members() const {
    return told_.lines.empty() ? std::chrono::milliseconds{0} : config::connect_timeout;
  }

  result<std::unique_ptr<node_client>> open(const string& node) {
    if (node != how_.own_node) return call_.host.nodes.open(node);
    OCKAM_TRY(home, config::home());
    return make_control_client(node, config::files_of(home, node).socket);
  }

  status post(const string& node, const string& kind, json body, const string& made_by) {
    OCKAM_TRY(client, open(node));
    body["declared_by"] = made_by;
    body["no_connection_wait"] = true; // those that have nothing to wait for ignore it
    const auto made = client->post("/v1/" + kind, body);
    return made ? status(done{}) : made.error();
  }

  status remove(const string& node, const string& kind, const string& name) {
    OCKAM_TRY(client, open(node));
    const auto gone = client->remove(path_of("/v1/" + kind, name));
    if (!gone && gone.error().code != errc::not_found) return gone.error();
    return done{};
  }

  status carry_out_on_node(const change& what) {
    using verb = change::verb;
    const auto& before = what.before;
    // a rule gives way to another one without a moment between them
    if (what.what == verb::replace && before.kind == config::policy::its_kind.plural) {
      undo_.emplace_back([this, before] {
        return post(before.node, before.kind, json::parse(before.body), before.made_by);
      });
      return post(what.wanted.node, before.kind, what.wanted.body, how_.made_by);
    }
    if (what.what != verb::create) {
      if (auto gone = remove(before.node, before.kind, before.name); !gone) return gone;
      undo_.emplace_back([this, before] {
        return post(before.node, before.kind, json::parse(before.body), before.made_by);
      });
    }
    if (what.what == verb::remove) return done{};
    const auto& wanted = what.wanted;
    const string kind{wanted.kind->plural};
    if (auto made = post(wanted.node, kind, wanted.body, how_.made_by); !made) return made;
    undo_.emplace_back([this, wanted, kind]() -> status {
      OCKAM_TRY(all, declared());
      for (const auto& each : all) // the node may have given it a name
        if (each.node == wanted.node && each.kind == kind
            && is_that(kind, wanted.body, json::parse(each.body)))
          return remove(each.node, kind, each.name);
      return done{};
    });
    return done{};
  }

  // -- nodes that the file made and does not say any more

  /// Before it is made: nobody would take it away if this process ended in between.
  status note_made(const string& name) {
    OCKAM_TRY(before, nodes_noted_for(how_.made_by));
    auto names = before;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    undo_.emplace_back([this, before = before] { return note_nodes(how_.made_by, before); });
    return note_nodes(how_.made_by, names);
  }

  status old_nodes() {
    OCKAM_TRY(noted, nodes_noted_for(how_.made_by));
    std::vector<string> still;
    for (const auto& name : noted) {
      if (std::find(told_.nodes.begin(), told_.nodes.end(), name) != told_.nodes.end())
        still.push_back(name);
      else if (auto gone = remove_node(name); !gone)
        return gone;
    }
    return how_.only_plan || still == noted ? status(done{}) : note_nodes(how_.made_by, still);
  }

  status remove_node(const string& name) {
    OCKAM_TRY(there, standing_of(name));
    if (!there) return done{};
    tell("- remove node " + name, {{"change", "remove"}, {"kind", "node"}, {"name", name}});
    if (how_.only_plan) return done{};
    const auto home = config::home();
    return home ? delete_nodes(*home, {name}, false) : home.error();
  }

  invocation& call_;
  const topology_file& file_;
  config::topology what_;
  const apply_options& how_;
  apply_outcome told_;
  std::vector<undo> undo_;                       ///< what takes each step back
  std::vector<std::chrono::milliseconds> waits_; ///< for each wanted resource
};

} // namespace

result<apply_outcome> apply(invocation& call, const topology_file& file, config::topology what,
                            const apply_options& how) {
  return topology_applier{call, file, std::move(what), how}.run();
}

string text_of(const apply_outcome& outcome, bool seen) {
  string text;
  for (const auto& line : outcome.lines)
    if (!seen) text += line + "\n";
  return text + "= unchanged " + std::to_string(outcome.unchanged);
}

json object_of(const apply_outcome& outcome) {
  return {{"changes", outcome.changes},
          {"unchanged", outcome.unchanged},
          {"nodes", outcome.nodes},
          {"not_up", outcome.not_up}};
}

} // namespace ockam::cli
