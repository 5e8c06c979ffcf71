#include "cli/services/administrator.hpp"

#include "cli/services/other_program.hpp"
#include "cli/services/unit.hpp"
#include "config/base/environment.hpp"
#include "config/home/ownership.hpp"
#include "config/store/state_store.hpp"

#include <cstdlib>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace ockam::cli {

namespace fs = std::filesystem;

namespace {

/// `ockam service install office`, wherever flags stand.
bool installs(std::span<const std::string> words) {
  auto of_services = false;
  for (const auto& each : words) {
    if (each.starts_with('-')) continue;
    if (of_services) return each == "install" || each == "uninstall" || each == "status";
    if (each != "service") return false;
    of_services = true;
  }
  return false;
}

} // namespace

result<std::string> use_service_home(std::span<const std::string> words) {
  if (!config::variable_text("OCKAM_HOME").empty() || installs(words)) return std::string{};
  std::error_code ignored;
  const auto own = config::home();
  if (!own || fs::exists(*own, ignored)) return std::string{};
  struct stat theirs {};
  if (::stat(config::state_file(service_home).c_str(), &theirs) != 0) return std::string{};
  const auto user = config::user_name(theirs.st_uid);
  if (theirs.st_uid != ::geteuid()) {
    if (::geteuid() != 0) return std::string{};
    if (auto is_them = become({theirs.st_uid, theirs.st_gid, service_home}); !is_them)
      return is_them.error();
  }
  ::setenv("OCKAM_HOME", service_home, 1);
  return "as user " + user + ", in " + service_home;
}

} // namespace ockam::cli
