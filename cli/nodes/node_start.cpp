#include "cli/nodes/node_start.hpp"

#include "cli/home/home.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/launch/last_settings.hpp"
#include "cli/launch/node_description.hpp"
#include "cli/launch/node_end.hpp"
#include "cli/launch/node_process.hpp"
#include "cli/nodes/node_commands.hpp"
#include "cli/process/node_settings.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/base/environment.hpp"
#include "config/home/node_lock.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>

namespace ockam::cli {

status run_in_foreground(invocation& call, node_settings settings,
                         const std::function<void()>& then) {
  settings.log_to_stdout = call.args.flag("verbose");
  settings.told = transports::service_notify::take_from_environment();
  auto outcome = run_node(settings, [&](auto& bound) {
    call.out.note("Node " + settings.name + " listens on " + to_string(bound));
    if (then) then();
  });
  if (outcome) call.out.note("Node stopped successfully");
  return outcome;
}

namespace {

status run_node_start(invocation& call) {
  OCKAM_TRY(node, known_node_argument(call));
  const auto& [name, files] = node;
  OCKAM_TRY(settings, last_settings(name));
  OCKAM_TRY(status_at, status_port_of(call.args));
  if (status_at) settings.status_at = std::move(status_at);
  OCKAM_TRY(format, wanted_log_format(call.args.text("log-format").value_or("")));
  settings.log_format = format;
  OCKAM_TRY(access, wants_access_log(call.args.text("access-log").value_or("")));
  settings.access_log = access;
  const auto stays = call.args.flag("foreground");
  if (call.args.flag("replace")) {
    if (stays || call.args.flag("force"))
      return fail(errc::invalid, "--replace goes with neither --force nor --foreground",
                  "ockam node start " + name + " --replace");
    settings.replaces = config::lock_holder(files.lock).has_value();
  } else if (call.args.flag("force")) {
    if (auto ended = end_node(files, false); !ended) return ended;
  } else if (!stays && config::lock_holder(files.lock)) {
    call.out.note("Restart aborted, node: " + name + " already running");
    return done{};
  }
  if (stays) {
    OCKAM_TRY(level, wanted_log_level(call));
    settings.log_level = level;
    return run_in_foreground(call, settings);
  }
  if (auto started = start_in_background(call, settings); !started) return started;
  return print_started(call, name);
}

} // namespace

command node_start() {
  return {
      "start",
      "Start a node again, at the address it had",
      {node_positional()},
      {{"force,f", "", "Stop it first if it runs"},
       {"replace", "",
        "If it runs, let a new process of this program take its place: no connection is refused, "
        "and what is open goes on in the old process until it ends. If the new one does not get "
        "ready, nothing has changed"},
       {"foreground", "", "Stay in this process until it is interrupted"},
       {"log-format", "text|json",
        "How lines of its log look, until it is started again; default OCKAM_LOG_FORMAT, or text"},
       {"access-log", "on|off",
        "Write a line for each portal stream to access.log, until it is started again; default "
        "OCKAM_ACCESS_LOG, or on"},
       status_port_option()},
      {"ockam node start n1", "ockam node start n1 --foreground -v",
       "ockam node start n1 --replace"},
      run_node_start};
}

} // namespace ockam::cli
