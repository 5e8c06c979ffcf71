#include "config/home/node_files.hpp"

#include "config/home/sight.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <sys/stat.h>

namespace ockam::config {

node_files files_of(const std::filesystem::path& home, std::string_view name) {
  auto directory = home / "nodes" / name;
  return {directory, directory / "lock", directory / "socket", directory / "log",
          directory / "access.log"};
}

status make_private_directory(const std::filesystem::path& directory) {
  if (directory.has_relative_path()) {
    if (auto above = make_private_directory(directory.parent_path()); !above) return above;
  }
  if (::mkdir(directory.c_str(), 0700) == 0 || errno == EEXIST) {
    std::error_code why;
    if (std::filesystem::is_directory(directory, why)) return done{};
    errno = ENOTDIR;
  }
  if (errno == EACCES) return may_not_make(directory);
  return fail(errc::io,
              "cannot make the directory " + directory.string() + ": " + std::strerror(errno));
}

} // namespace ockam::config
