#include "cli/embedded_project.hpp"
#include "cli/enrollment.hpp"
#include "cli/home_project.hpp"
#include "cli/node_commands.hpp"
#include "cli/node_process.hpp"
#include "cli/node_run.hpp"
#include "cli/node_start.hpp"
#include "cli/project_commands.hpp"
#include "cli/random_name.hpp"
#include "cli/surroundings.hpp"
#include "config/defaults.hpp"
#include "config/environment.hpp"
#include "config/node_lock.hpp"
#include "wire/text.hpp"

#include <algorithm>

namespace ockam::cli {

namespace {

constexpr auto default_address = "127.0.0.1:0";

/// 0 if nothing is said.
result<std::size_t> read_threads(const arguments& args) {
  auto text = args.text("threads");
  if (!text) return std::size_t{0};
  const auto number = wire::whole_number<std::size_t>(*text);
  if (!number || *number == 0 || *number > config::node_threads_max)
    return fail(errc::invalid, "--threads " + *text + " is not a number of threads",
                "1 to " + std::to_string(config::node_threads_max));
  return *number;
}

result<node_settings> read_settings(const invocation& call) {
  node_settings settings;
  settings.name = random_name();
  if (call.args.positional_at(0)) {
    auto name = node_argument(call);
    if (!name) return name.error();
    settings.name = *name;
  }
  auto at =
      transports::endpoint::parse(call.args.text("tcp-listener-address").value_or(default_address));
  if (!at) return at.error();
  settings.listen_at = *at;
  auto threads = read_threads(call.args);
  if (!threads) return threads.error();
  settings.threads = *threads;
  settings.authorities = call.args.texts("authority-identity");
  for (const auto& each : settings.authorities)
    if (const auto who = channels::identity::import(each); !who)
      return fail(errc::invalid, "--authority-identity: " + who.error().message,
                  "`ockam identity show NAME --full --encoding hex` prints one");
  auto level = wanted_log_level(call);
  if (!level) return level.error();
  settings.log_level = *level;
  settings.who = {call.args.text("identity"), call.args.text("vault")};
  if (auto told = read_status_port(call.args, settings); !told) return told.error();
  settings.ends_with_input = call.args.flag("exit-on-eof");
  return settings;
}

/// And not a project.
bool names_file(const std::string& given) {
  return given == "-" || given.ends_with(".json")
         || std::find(given.begin(), given.end(), '/') != given.end();
}

/// The project in a file is noted under its name.
result<std::string> read_project(const invocation& call, const std::string& given) {
  if (!names_file(given)) {
    const auto known = usable_project(call, given);
    return known ? result(known->name) : known.error();
  }
  const auto home = config::home();
  if (!home) return home.error();
  const auto project = read_project_file(call, given);
  if (!project) return project.error();
  if (auto noted = note_project(*home, *project); !noted) return noted.error();
  const auto usable = usable_project(call, project->name);
  return usable ? result(usable->name) : usable.error();
}

/// A ticket makes the node's identity a member; it says itself of which project.
status join_project(const invocation& call, node_settings& settings) {
  auto ticket = call.args.text("enrollment-ticket");
  const auto given = call.args.text("project");
  if (given) {
    auto name = read_project(call, *given);
    if (!name) return name.error();
    settings.project = std::move(*name);
  }
  if (!ticket && !given) ticket = ticket_in_environment();
  if (!ticket) return done{};
  const auto with = read_ticket(call, *ticket);
  if (!with) return with.error();
  if (!settings.project.empty() && settings.project != with->where.name)
    return fail(errc::invalid,
                "the ticket is of project " + with->where.name + ", not of " + settings.project,
                "leave --project out");
  const auto home = config::home();
  if (!home) return home.error();
  const auto who = identity_of_node(*home, settings.name, settings.who);
  if (!who) return who.error();
  const auto member = enroll(*home, *who, *with);
  if (!member) return member.error();
  settings.project = member->project;
  return done{};
}

/// A taken port is the usual reason why a node does not start.
status with_hint(status outcome) {
  if (!outcome && outcome.error().code == errc::in_use && outcome.error().hint.empty())
    outcome.error().hint = "--tcp-listener-address 127.0.0.1:0 for a free port";
  return outcome;
}

/// Run by start_in_background.
status run_as_child(node_settings settings) {
  settings.output_to_log = true;
  readiness parent;
  auto outcome = with_hint(run_node(settings, [&](auto&) { parent.ready(); }));
  if (!outcome) parent.failed(outcome.error());
  return outcome;
}

status run(invocation& call) {
  auto settings = read_settings(call);
  if (!settings) return settings.error();
  if (call.args.flag("child-process")) {
    settings->project = call.args.text("project").value_or("");
    return run_as_child(*settings);
  }
  if (settings->ends_with_input && !call.args.flag("foreground"))
    return fail(errc::invalid, "--exit-on-eof goes with --foreground", "add --foreground");
  if (auto joined = join_project(call, *settings); !joined) return joined;
  if (call.args.flag("foreground")) return with_hint(run_in_foreground(call, *settings));
  auto started = start_in_background(call, *settings);
  if (!started) return started;
  return print_started(call, settings->name);
}

} // namespace

command node_create() {
  return {"create",
          "Start a node and return when it answers",
          {{"NAME", "Name of the node; without it eight random digits"}},
          {{"tcp-listener-address,t", "IP:PORT",
            "Where other nodes reach it; port 0 takes a free one, which is the default"},
           {"identity", "NAME", "Who the node is; without it the default identity"},
           {"vault", "NAME", "Vault of the identity; alone: its oldest identity, made if need be"},
           {"project", "FILE|NAME",
            "Project to be a member of: by name, or project.json, which makes it known here"},
           {"enrollment-ticket", "TICKET|FILE",
            "Become a member first; others on this machine can read the arguments of a command, so "
            "rather a file, -, or $ENROLLMENT_TICKET"},
           {"authority-identity", "HISTORY",
            "Authority whose credentials count, and are wanted from now on; may be repeated",
            option::repeated},
           {"threads", "N",
            "Threads for links to other nodes; without it one per two cores, at most 4"},
           status_port_option(),
           {"foreground,f", "", "Stay in this process until it is interrupted"},
           {"exit-on-eof,e", "", "With --foreground: stop when standard input ends"},
           {"child-process", "", "Tell the process that started this one", option::hidden}},
          {"ockam node create n1", "ockam node create n2 --tcp-listener-address=127.0.0.1:7000",
           "ockam node create n3 --identity alice", "ockam node create n4 --foreground -v",
           "ockam node create n5 --project project.json",
           "ockam node create n6 --enrollment-ticket ticket.txt"},
          run};
}

} // namespace ockam::cli
