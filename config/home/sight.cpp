#include "config/home/sight.hpp"

#include "config/home/ownership.hpp"

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace ockam::config {

namespace {

constexpr auto usual_service_home = "/var/lib/ockam"; // of the units in packaging/systemd

std::optional<uid_t> owner_of(const std::filesystem::path& file) {
  struct stat there {};
  if (::stat(file.c_str(), &there) != 0) return {};
  return there.st_uid;
}

/// The nearest one above it of which this process may know the owner.
std::filesystem::path visible(std::filesystem::path file) {
  while (!owner_of(file) && file.has_relative_path()) file = file.parent_path();
  return file;
}

} // namespace

status check_may_read(const std::filesystem::path& file, const std::string& command) {
  // not by opening it: to close a file drops the locks that this process has on it
  if (::faccessat(AT_FDCWD, file.c_str(), R_OK, AT_EACCESS) == 0 || errno != EACCES) return done{};
  const auto at = visible(file);
  const auto who = user_name(owner_of(at).value_or(0));
  return fail(errc::denied,
              at.string() + " belongs to user " + who + ", and " + user_name(::geteuid())
                  + " may not look at it",
              (who == "root" ? "sudo " : "sudo -u " + who + " ") + command);
}

error may_not_make(const std::filesystem::path& directory) {
  const auto at = visible(directory.parent_path());
  const auto who = user_name(owner_of(at).value_or(0));
  const auto other = who != user_name(::geteuid());
  return fail(errc::denied,
              "cannot make the directory " + directory.string() + ": Permission denied"
                  + (other ? "; " + at.string() + " belongs to user " + who : ""),
              other ? "sudo -u " + who + " ..., or OCKAM_HOME for a home elsewhere"
                    : "chmod u+w " + at.string());
}

std::filesystem::path service_home_beside(const std::filesystem::path& home) {
  const std::filesystem::path usual{usual_service_home};
  return home != usual && owner_of(usual / "database.sqlite3") ? usual : std::filesystem::path{};
}

} // namespace ockam::config
