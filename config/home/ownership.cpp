#include "config/home/ownership.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <pwd.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace ockam::config {

namespace {

namespace fs = std::filesystem;

std::string octal(mode_t mode) {
  std::string out = "0000";
  for (auto at = out.rbegin(); at != out.rend(); ++at, mode >>= 3U)
    *at = static_cast<char>('0' + (mode & 7U));
  return out;
}

error unreadable(const fs::path& path, int why) {
  return fail(errc::io, "cannot look at " + path.string() + ": " + std::strerror(why));
}

/// In a user namespace users that are not mapped, the machine's root among them, look like this one.
bool is_unmapped(uid_t id) {
  constexpr uid_t overflow = 65534;
  std::uint64_t first = 0, outside = 0, count = 0;
  std::ifstream{"/proc/self/uid_map"} >> first >> outside >> count;
  return id == overflow && count <= overflow;
}

status check_above(const fs::path& directory) {
  struct stat found {};
  if (::stat(directory.c_str(), &found) != 0) return done{};
  const auto what =
      directory.string() + " (mode " + octal(found.st_mode & 07777U) + "), which is above the home";
  if ((found.st_mode & S_IWOTH) != 0 && (found.st_mode & S_ISVTX) == 0)
    return fail(errc::denied, "everybody can replace what is in " + what,
                "chmod o-w " + directory.string());
  if (found.st_uid != ::geteuid() && found.st_uid != 0 && !is_unmapped(found.st_uid))
    return fail(errc::denied, "user " + user_name(found.st_uid) + " can replace what is in " + what,
                "a home below directories of your own, or of root");
  return done{};
}

status check_all_above(const fs::path& home) {
  for (auto above = home.parent_path(); above.has_relative_path(); above = above.parent_path())
    if (auto ok = check_above(above); !ok) return ok;
  return done{};
}

/// What a link leads to may be replaced in other directories than the link.
status check_behind_links(const fs::path& path) {
  std::error_code unknown; // then it is not there yet
  const auto real = fs::canonical(path, unknown);
  return unknown || real == path ? done{} : check_all_above(real);
}

status check(const struct stat& found, const fs::path& path, const char* what, mode_t writers) {
  const auto self = ::geteuid();
  const auto about = std::string(what) + " " + path.string();
  if (found.st_uid != self && found.st_uid != 0)
    return fail(errc::denied,
                about + " belongs to user " + user_name(found.st_uid) + ", and this is user "
                    + user_name(self),
                "run it as that user: sudo -u " + user_name(found.st_uid) + " ..., or chown "
                    + user_name(self) + " " + path.string());
  if ((found.st_mode & writers) != 0)
    return fail(errc::denied,
                "other users can write " + about + " (mode " + octal(found.st_mode & 07777U) + ")",
                "chmod go-w " + path.string());
  return done{};
}

status check(const fs::path& path, const char* what, mode_t writers) {
  struct stat found {};
  if (::stat(path.c_str(), &found) == 0) return check(found, path, what, writers);
  if (errno == ENOENT || errno == ENOTDIR) return done{};
  return unreadable(path, errno);
}

constexpr mode_t others = S_IWGRP | S_IWOTH;

status check_part(const fs::path& path, const char* what) {
  if (auto ok = check(path, what, others); !ok) return ok;
  struct stat found {};
  const auto link = ::lstat(path.c_str(), &found) == 0 && S_ISLNK(found.st_mode);
  return link ? check_behind_links(path) : done{};
}

/// Checks each directory in a directory: nodes, projects.
status check_parts_of(const fs::path& directory, const char* what) {
  std::error_code end; // or it is not there yet
  for (fs::directory_iterator at(directory, end), none; !end && at != none; at.increment(end)) {
    std::error_code gone;
    if (!at->is_directory(gone)) continue;
    if (auto ok = check_part(at->path(), what); !ok) return ok;
  }
  return done{};
}

} // namespace

std::string user_name(uid_t id) {
  std::array<char, 1024> buffer;
  passwd found{};
  passwd* at = nullptr;
  if (::getpwuid_r(id, &found, buffer.data(), buffer.size(), &at) == 0 && at) return at->pw_name;
  return std::to_string(id);
}

status check_ownership(const struct stat& found, const fs::path& path, const char* what) {
  return check(found, path, what, others);
}

status check_ownership(const fs::path& path, const char* what) { return check(path, what, others); }

status check_given(const fs::path& path, const char* what) { return check(path, what, S_IWOTH); }

status check_secret(const fs::path& path, const char* what) {
  const auto about = std::string(what) + " " + path.string();
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0)
    return errno == ENOENT ? fail(errc::not_found, about + " is not there",
                                  "bring the file back from where it was moved or saved")
                           : unreadable(path, errno);
  if (!S_ISREG(found.st_mode)) return fail(errc::io, about + " is no file");
  if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(errc::denied, "others can read " + about, "chmod 600 " + path.string());
  return check_ownership(found, path, what);
}

status check_home(const fs::path& home) {
  if (auto ok = check_ownership(home, "the home"); !ok) return ok;
  if (auto ok = check_all_above(home); !ok) return ok;
  if (auto ok = check_behind_links(home); !ok) return ok;
  if (auto ok = check_part(home / "vaults", "the directory of vaults"); !ok) return ok;
  if (auto ok = check_part(home / "nodes", "the directory of nodes"); !ok) return ok;
  if (auto ok = check_parts_of(home / "nodes", "the node's directory"); !ok) return ok;
  if (auto ok = check_part(home / "projects", "the directory of projects"); !ok) return ok;
  if (auto ok = check_parts_of(home / "projects", "the project's directory"); !ok) return ok;
  return check_ownership(home / "database.sqlite3", "the database");
}

} // namespace ockam::config
