#include "config/base/environment.hpp"

#include "wire/text.hpp"

#include <array>
#include <cstdlib>
#include <pwd.h>
#include <unistd.h>

namespace ockam::config {

namespace {

constexpr std::array known_variables{
    variable{"OCKAM_HOME", "~/.ockam",
             "directory of all state: nodes, their logs and the database"},
    variable{"OCKAM_LOG_LEVEL", "info", "what nodes log: trace, debug, info, warn, error or off"},
    variable{"OCKAM_LOG_FORMAT", "text", "how lines of the log look: text or json"},
    variable{"OCKAM_ACCESS_LOG", "on",
             "whether nodes write a line for each portal stream to the file access.log: on or off"},
    variable{"OCKAM_LOG_MAX_SIZE_MB", "10", "size at which a node starts a new log file, in MiB"},
    variable{"OCKAM_LOG_MAX_FILES", "10", "log files kept for a node, the current one included"},
    variable{"OCKAM_DEFAULT_TIMEOUT", "that of each command",
             "how long commands wait that are not told by --timeout: 5, 5s or 500ms"},
    variable{"OCKAM_SQLITE_IN_MEMORY", "false",
             "whether nodes that are made in the foreground keep their state in memory"},
    variable{"OCKAM_AEAD", "the faster one",
             "what encrypts in secure channels: ipsec-mb or openssl; the bytes are the same"},
    variable{"OCKAM_SANDBOX", "auto",
             "what nodes that were not told give up when they have started: auto, required or off"},
    variable{"ENROLLMENT_TICKET", "",
             "what node create and project enroll become a member with: a ticket or a file"},
    variable{"CREDENTIAL_TTL_SECS", "14400",
             "seconds for which an authority's credentials hold; 4 h"},
    variable{"NOTIFY_SOCKET", "",
             "where a node in the foreground tells systemd that it is ready, reloads and stops"},
    variable{"WATCHDOG_USEC", "", "microseconds of silence after which systemd ends such a node"},
    variable{"WATCHDOG_PID", "", "whom systemd means by that"},
    variable{"NO_COLOR", "", "print no colours"},
    variable{"QUIET", "", "print nothing but results and errors, like --quiet"},
};

bool is_on(std::string_view name) {
  auto text = variable_text(name);
  return !text.empty() && text != "0" && text != "false";
}

std::string user_home() {
  if (auto home = variable_text("HOME"); !home.empty()) return home;
  auto user = ::getpwuid(::getuid());
  return user && user->pw_dir ? user->pw_dir : "";
}

} // namespace

std::span<const variable> variables() noexcept { return known_variables; }

std::string variable_text(std::string_view name) {
  auto text = std::getenv(std::string{name}.c_str());
  return text ? text : "";
}

bool is_set_but_empty(std::string_view name) {
  const auto text = std::getenv(std::string{name}.c_str());
  return text != nullptr && *text == '\0';
}

result<std::filesystem::path> home() {
  std::filesystem::path given = variable_text("OCKAM_HOME");
  if (given.empty()) {
    auto user = user_home();
    if (user.empty())
      return fail(errc::config, "there is no directory for state: HOME is not set",
                  "set OCKAM_HOME to a directory");
    given = std::filesystem::path{user} / ".ockam";
  }
  std::error_code why;
  auto absolute = std::filesystem::absolute(given, why);
  if (why) return fail(errc::config, "OCKAM_HOME is not a path: " + why.message());
  return absolute.lexically_normal();
}

bool in_memory() { return is_on("OCKAM_SQLITE_IN_MEMORY"); }
bool no_color() { return is_on("NO_COLOR"); }
bool quiet() { return is_on("QUIET"); }

result<std::size_t> variable_number(std::string_view name, std::size_t fallback) {
  auto text = variable_text(name);
  if (text.empty()) return fallback;
  const auto value = wire::whole_number<std::size_t>(text);
  if (!value || *value == 0)
    return fail(errc::config, std::string{name} + " is not a number of at least one: " + text);
  return *value;
}

} // namespace ockam::config
