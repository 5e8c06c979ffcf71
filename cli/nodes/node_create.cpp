#include "cli/home/home.hpp"
#include "cli/home/random_name.hpp"
#include "cli/launch/named_identity.hpp"
#include "cli/launch/node_end.hpp"
#include "cli/launch/node_process.hpp"
#include "cli/nodes/node_commands.hpp"
#include "cli/nodes/node_start.hpp"
#include "cli/process/node_run.hpp"
#include "cli/process/node_settings.hpp"
#include "cli/projects/enrollment.hpp"
#include "cli/resources/body.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/topology/topology_apply.hpp"
#include "cli/topology/topology_check.hpp"
#include "cli/topology/topology_nodes.hpp"
#include "cli/topology/topology_wait.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"
#include "config/home/memory_home.hpp"
#include "transports/io/socket_address.hpp"

#include <algorithm>
#include <csignal>
#include <unistd.h>

namespace ockam::cli {

namespace {

/// A taken port is the usual reason why a node does not start.
status with_hint(status outcome) {
  if (!outcome && outcome.error().code == errc::in_use)
    outcome.error().hint = "--tcp-listener-address 127.0.0.1:0 for a free port";
  return outcome;
}

/// Runs the node in the process that start_in_background() made for it.
status run_as_child(node_settings settings) {
  settings.output_to_log = true;
  readiness parent;
  auto outcome = with_hint(run_node(settings, [&](auto&) { parent.ready(); }));
  if (!outcome) parent.failed(outcome.error());
  return outcome;
}

result<config::node> asked_node(const invocation& call) {
  config::node asked;
  if (auto taken = take_arguments(asked, call.args); !taken) return taken.error();
  if (!call.args.positional_at(0)) return asked;
  OCKAM_TRY(name, node_argument(call));
  asked.name = std::move(name);
  return asked;
}

status check_foreground(const config::node& asked) {
  for (const auto& [given, name] : {std::pair{asked.exit_on_eof, "--exit-on-eof"},
                                    {asked.in_memory, "--in-memory"},
                                    {config::in_memory(), "OCKAM_SQLITE_IN_MEMORY"}})
    if (given && !asked.foreground)
      return fail(errc::invalid, std::string(name) + " goes with --foreground", "add --foreground");
  return done{};
}

/// Moves to a home in memory, if that is asked for, before anything of a home is looked at.
status settle_home(const invocation& call, const config::node& asked) {
  if (auto ok = check_foreground(asked); !ok) return ok;
  if (!asked.in_memory && !config::in_memory()) return done{};
  OCKAM_TRY(home, config::enter_memory_home());
  call.out.note("All state is in memory until this process ends; other commands find it with "
                "OCKAM_HOME="
                + home.string());
  return done{};
}

/// Takes the ticket of the environment, if the command line says nothing of a project.
status take_ticket_of_environment(const invocation& call, config::node& asked) {
  if (call.args.text("enrollment-ticket") || !asked.project.empty()) return done{};
  OCKAM_TRY(ticket, ticket_in_environment());
  if (ticket) asked.enrollment_ticket = std::move(*ticket);
  return done{};
}

/// Once, for who makes a node that strangers of other machines may use.
void warn_of_open_relay(const invocation& call, const node_settings& settings) {
  const auto known = transports::known_addresses(settings.listen_at);
  const auto is_local =
      !known.empty()
      && std::all_of(known.begin(), known.end(), [](const auto& at) { return at.loopback(); });
  const auto is_open = settings.offers.open || settings.offers.allow_relays;
  if (is_local || !is_open || !settings.project.empty()) return;
  call.out.note("everybody who reaches " + to_string(settings.listen_at) + " may register relays"
                + (settings.offers.open ? std::string(" and use outlets") : std::string())
                + " at node " + settings.name
                + "; a project (ockam project create) is for members");
}

/// A node that was to be a member runs and goes on asking, whatever it is told; but done it is not.
status check_membership(const invocation& call, const node_settings& settings) {
  if (settings.project.empty()) return done{};
  const auto ask = [&call](const std::string& node) { return call.host.nodes.open(node); };
  const auto why = why_no_member(ask, settings.name, config::connect_timeout);
  if (why.empty()) return done{};
  return fail(errc::unavailable, why + "; the node runs, and goes on asking",
              "a ticket, which an enroller prints with ockam project ticket: ockam project enroll "
              "TICKET");
}

error runs_otherwise(const std::string& name, const std::string& differs) {
  return fail(errc::already_exists, "node " + name + " already exists and runs: " + differs,
              "another NAME, or first: ockam node stop " + name);
}

status create_from_arguments(invocation& call) {
  OCKAM_TRY(asked, asked_node(call));
  if (!asked.child_process)
    if (auto ok = settle_home(call, asked); !ok) return ok;
  if (asked.name.empty() && !asked.child_process) {
    OCKAM_TRY(name, default_node_that_is_down(asked));
    asked.name = std::move(name);
  }
  OCKAM_TRY(settings, settings_of(call, asked));
  if (asked.child_process) {
    settings.project = asked.project;
    settings.replaces = call.args.flag("replace");
    return run_as_child(settings);
  }
  OCKAM_TRY(there, standing_of(settings.name));
  if (there && there->runs && !asked.foreground) { // a script may say it again
    if (const auto change = change_of(asked, there); change.what != node_change::verb::none)
      return runs_otherwise(settings.name, change.both);
    return print_started(call, settings.name, false);
  }
  if (auto ok = take_ticket_of_environment(call, asked); !ok) return ok;
  if (auto made = make_named_identity(call, settings.who); !made) return made;
  if (auto joined = join_project(call, asked, settings); !joined) return joined;
  if (there)
    if (auto kept = keep_settings(asked, settings); !kept) return kept;
  if (asked.foreground) return with_hint(run_in_foreground(call, settings));
  auto started = start_in_background(call, settings);
  if (!started) return started;
  warn_of_open_relay(call, settings);
  if (auto in = check_membership(call, settings); !in) return in;
  return print_started(call, settings.name);
}

// -- from a file

result<topology_file> file_of(const invocation& call) {
  if (auto text = call.args.text("configuration"))
    return topology_file{"--configuration", std::move(*text), {}};
  const auto given = *call.args.positional_at(0);
  if (is_topology_text(given)) return topology_file{"NAME", given, {}};
  if (given.find("://") != std::string::npos)
    return fail(errc::invalid, given + " is on another machine, and nothing is fetched from there",
                "curl URL | ockam node create -");
  return open_topology(call, given);
}

/// What the command line says counts more than what the file says.
status override_by_arguments(config::topology& all, const invocation& call) {
  auto& node = all.nodes.front();
  const auto name_there = node.name;
  if (const auto given = call.args.positional_at(0); given && !names_topology(*given))
    node.name = node_name(*given) ? *node_name(*given) : *given;
  if (node.name.empty()) {
    OCKAM_TRY(down, default_node_that_is_down(node));
    node.name = down.empty() ? random_name() : std::move(down);
  }
  for (auto* each : all.on_nodes())
    if (each->node == name_there) each->node = node.name;
  if (auto ok = take_ticket_of_environment(call, node); !ok) return ok;
  config::give_ticket_to_node(all);
  return done{};
}

/// The node is this process, and what it has follows once it answers.
status stay(invocation& call, const topology_file& file, config::topology all, bool is_new) {
  const auto asked = all.nodes.front();
  OCKAM_TRY(settings, settings_of(call, asked));
  if (auto made = make_named_identity(call, settings.who); !made) return made;
  if (auto joined = join_project(call, asked, settings); !joined) return joined;
  all.nodes.clear(), all.tickets.clear();
  auto applied = status(done{});
  const auto outcome = run_in_foreground(call, settings, [&] {
    const auto made = apply(call, file, std::move(all), {.own_node = asked.name});
    if (made) return;
    applied = made.error();
    ::kill(::getpid(), SIGTERM);
  });
  if (!outcome) return with_hint(outcome);
  const auto home = config::home();
  if (!applied && is_new && home) static_cast<void>(delete_nodes(*home, {asked.name}, true));
  return applied;
}

/// The node runs: that is fine if it has what the file says.
status check_unchanged(invocation& call, const topology_file& file, config::topology all,
                       const config::node& asked) {
  if (asked.foreground)
    return fail(errc::already_exists, "node " + asked.name + " already exists and runs",
                "ockam node show " + asked.name);
  OCKAM_TRY(planned, apply(call, file, std::move(all), {.only_plan = true}));
  if (planned.lines.empty()) return print_started(call, asked.name, false);
  return fail(errc::already_exists,
              "node " + asked.name + " already exists and runs, and has not what " + file.name
                  + " says: " + planned.lines.front(),
              "ockam run FILE");
}

status create_from_file(invocation& call) {
  OCKAM_TRY(file, file_of(call));
  OCKAM_TRY(all, read_topology(call, file, config::topology_scope::one_node));
  if (auto taken = take_arguments(all.nodes.front(), call.args); !taken) return taken;
  if (auto ok = settle_home(call, all.nodes.front()); !ok) return ok;
  if (auto ok = override_by_arguments(all, call); !ok) return ok;
  const auto asked = all.nodes.front();
  if (auto valid = config::check_node_name(asked.name); !valid) return valid;
  OCKAM_TRY(there, standing_of(asked.name));
  if (there && there->runs) return check_unchanged(call, file, std::move(all), asked);
  if (asked.foreground) {
    if (auto right = check_topology(call, all); !right) return in_file(file, right.error());
    return stay(call, file, std::move(all), !there);
  }
  const auto made = apply(call, file, std::move(all), {});
  if (!made) return with_hint(made.error());
  for (const auto& each : made->not_up) call.out.note("! " + each);
  return print_started(call, asked.name);
}

status run_node_create(invocation& call) {
  const auto given = call.args.positional_at(0);
  const bool from_file = call.args.text("configuration") || (given && names_topology(*given));
  const bool is_child = call.args.flag("child-process"); // NAME is no file here
  return from_file && !is_child ? create_from_file(call) : create_from_arguments(call);
}

std::vector<option> create_options() {
  auto options = options_of(config::node::fields());
  options.insert(options.end(), {{"configuration,node-config", "TEXT", "What FILE would hold"},
                                 {"replace", "", "Take the place of the process that runs the node",
                                  option::hidden},
                                 variable_option()});
  return options;
}

} // namespace

command node_create() {
  return {"create",
          "Start a node and return when it answers",
          {{"NAME|FILE", "Name of the node; without it eight random digits. Or a file, a text or - "
                         "for standard input, which says what the node is and has"}},
          create_options(),
          {"ockam node create n1", "ockam node create n2 --tcp-listener-address=127.0.0.1:7000",
           "ockam node create n3 --identity alice", "ockam node create n4 --foreground -v",
           "ockam node create n5 --project project.json",
           "ockam node create n6 --enrollment-ticket ticket.txt",
           "ockam node create office.yaml --variable PORT=9000"},
          run_node_create};
}

} // namespace ockam::cli
