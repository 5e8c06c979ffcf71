#include "cli/node_start.hpp"

#include "cli/home.hpp"
#include "cli/home_directory.hpp"
#include "cli/node_commands.hpp"
#include "cli/node_description.hpp"
#include "cli/node_end.hpp"
#include "cli/node_process.hpp"
#include "cli/node_settings.hpp"
#include "cli/surroundings.hpp"
#include "config/environment.hpp"
#include "config/node_lock.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>

namespace ockam::cli {

result<config::log_level> wanted_log_level(const invocation& call) {
  using enum config::log_level;
  const auto more = call.args.count("verbose");
  if (more == 0) return config::log_level_wanted();
  return more == 1 ? info : more == 2 ? debug : trace;
}

status start_in_background(const invocation& call, const node_settings& settings) {
  auto home = config::home();
  if (!home) return home.error();
  // the node's working directory is another one
  ::setenv("OCKAM_HOME", home->c_str(), 1);
  ::unsetenv("ENROLLMENT_TICKET"); // it is a secret, and the node lives for long
  transports::service_notify::take_from_environment(); // the node is not whom a manager started
  std::vector<std::string> words{"ockam",
                                 "node",
                                 "create",
                                 "--foreground",
                                 "--child-process",
                                 "--tcp-listener-address",
                                 to_string(settings.listen_at)};
  if (settings.who.identity) words.insert(words.end(), {"--identity", *settings.who.identity});
  if (settings.who.vault) words.insert(words.end(), {"--vault", *settings.who.vault});
  if (!settings.project.empty()) words.insert(words.end(), {"--project", settings.project});
  for (const auto& each : settings.authorities)
    words.insert(words.end(), {"--authority-identity", each});
  if (settings.threads > 0)
    words.insert(words.end(), {"--threads", std::to_string(settings.threads)});
  if (settings.status_at)
    words.insert(words.end(), {"--status-port", to_string(*settings.status_at)});
  words.insert(words.end(), call.args.count("verbose"), "-v");
  words.push_back(settings.name);
  return start_node_process(words);
}

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

status print_started(invocation& call, const std::string& name) {
  if (!call.out.terminal && call.out.as == format::plain) {
    call.out.created({}, {}, name);
    return done{};
  }
  auto node = describe_node(call.world.nodes, name);
  if (!node) return node.error();
  call.out.created(*node, node_block(*node), name);
  return done{};
}

option status_port_option() {
  return {"status-port", "[IP:]PORT",
          "Serve /healthz, /readyz, /metrics and /show there; on 127.0.0.1 unless it says where, "
          "port 0 takes a free one"};
}

status read_status_port(const arguments& args, node_settings& settings) {
  const auto given = args.text("status-port");
  if (!given) return done{};
  auto at = transports::endpoint::parse(*given);
  if (!at) return at.error();
  settings.status_at = std::move(*at);
  return done{};
}

namespace {

status run(invocation& call) {
  auto node = known_node_argument(call);
  if (!node) return node.error();
  const auto& [name, files] = *node;
  auto settings = last_settings(name);
  if (!settings) return settings.error();
  if (auto told = read_status_port(call.args, *settings); !told) return told;
  const auto stays = call.args.flag("foreground");
  if (call.args.flag("force")) {
    if (auto ended = end_node(files, false); !ended) return ended;
  } else if (!stays && config::lock_holder(files.lock)) {
    call.out.note("Restart aborted, node: " + name + " already running");
    return done{};
  }
  if (stays) {
    const auto level = wanted_log_level(call);
    if (!level) return level.error();
    settings->log_level = *level;
    return run_in_foreground(call, *settings);
  }
  if (auto started = start_in_background(call, *settings); !started) return started;
  return print_started(call, name);
}

} // namespace

command node_start() {
  return {"start",
          "Start a node again, at the address it had",
          {node_positional()},
          {{"force,f", "", "Stop it first if it runs"},
           {"foreground", "", "Stay in this process until it is interrupted"},
           status_port_option()},
          {"ockam node start n1", "ockam node start n1 --foreground -v"},
          run};
}

} // namespace ockam::cli
