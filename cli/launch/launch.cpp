#include "cli/launch/launch.hpp"

#include "cli/launch/node_description.hpp"
#include "cli/launch/node_process.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/text/waiting.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"
#include "config/home/node_files.hpp"
#include "transports/io/descriptor.hpp"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>

namespace ockam::cli {

result<config::log_level> wanted_log_level(const invocation& call) {
  using enum config::log_level;
  const auto more = call.args.count("verbose");
  if (more == 0) return config::log_level_wanted();
  return more == 1 ? info : more == 2 ? debug : trace;
}

result<config::log_format> wanted_log_format(const std::string& name) {
  if (name.empty()) return config::log_format_wanted();
  if (const auto known = config::read_log_format(name)) return *known;
  return fail(errc::invalid, "--log-format " + name + " is not known", "text or json");
}

result<bool> wants_access_log(const std::string& word) {
  const auto usual = config::variable_text("OCKAM_ACCESS_LOG");
  const auto& said = word.empty() ? usual : word;
  if (said.empty() || said == "on") return true;
  if (said == "off") return false;
  if (word.empty()) return fail(errc::config, "OCKAM_ACCESS_LOG is neither on nor off: " + usual);
  return fail(errc::invalid, "--access-log " + word + " is not known", "on or off");
}

option status_port_option() {
  return {"status-port", "[IP:]PORT",
          "Serve /healthz, /readyz, /metrics and /show there; on 127.0.0.1 unless it says where, "
          "port 0 takes a free one"};
}

result<std::optional<transports::endpoint>> status_port_of(const arguments& args) {
  const auto given = args.text("status-port");
  if (!given) return std::optional<transports::endpoint>{};
  OCKAM_TRY(at, transports::endpoint::parse(*given));
  return std::optional{std::move(at)};
}

namespace {

/// Says that the node writes no log, which the node itself can say nowhere.
void note_missing_log(const invocation& call, const config::node_files& files) {
  const transports::descriptor log{::open(files.log.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC)};
  if (log) return;
  call.out.note("node " + files.directory.filename().string() + " runs without a log: cannot write "
                + files.log.string() + ": " + std::strerror(errno));
}

} // namespace

status start_in_background(const invocation& call, const node_settings& settings) {
  OCKAM_TRY(home, config::home());
  // the node's working directory is another one
  ::setenv("OCKAM_HOME", home.c_str(), 1);
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
  if (!settings.credential_scope.empty())
    words.insert(words.end(), {"--credential-scope", settings.credential_scope});
  if (!settings.when_silent.empty())
    words.insert(words.end(), {"--when-authority-silent", settings.when_silent});
  if (!settings.sandbox.empty()) words.insert(words.end(), {"--sandbox", settings.sandbox});
  if (settings.threads > 0)
    words.insert(words.end(), {"--threads", std::to_string(settings.threads)});
  for (const auto& each : settings.limits.words()) words.insert(words.end(), {"--limit", each});
  if (settings.status_at)
    words.insert(words.end(), {"--status-port", to_string(*settings.status_at)});
  for (auto& each : settings.offers.arguments()) words.push_back(std::move(each));
  if (settings.replaces) words.emplace_back("--replace");
  if (settings.log_format == config::log_format::json)
    words.insert(words.end(), {"--log-format", "json"});
  words.insert(words.end(), {"--access-log", settings.access_log ? "on" : "off"});
  words.insert(words.end(), call.args.count("verbose"), "-v");
  words.push_back(settings.name);
  const waiting note{call.out, "node " + settings.name + " to be ready",
                     config::node_start_timeout};
  if (auto started = start_node_process(words); !started) return started;
  note_missing_log(call, config::files_of(home, settings.name));
  return done{};
}

status print_started(invocation& call, const std::string& name, bool is_new) {
  if (!call.out.terminal && call.out.as == format::plain) {
    call.out.created({}, {}, name);
    return done{};
  }
  OCKAM_TRY(node, describe_node(call.host.nodes, name));
  if (!is_new) node["changed"] = false;
  call.out.created(node, node_block(node), name);
  return done{};
}

} // namespace ockam::cli
