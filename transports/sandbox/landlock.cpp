#include "transports/sandbox/landlock.hpp"

#include "transports/io/descriptor.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <linux/landlock.h>
#include <string>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace ockam::transports {

namespace {

// Debian 12's header ends with the second version.
constexpr std::uint64_t may_truncate = 1ULL << 14, may_control_devices = 1ULL << 15;

constexpr std::uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t writing = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR
                                  | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR
                                  | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK
                                  | LANDLOCK_ACCESS_FS_REFER | may_truncate;
constexpr std::uint64_t never = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR
                                | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO
                                | LANDLOCK_ACCESS_FS_MAKE_SYM | may_control_devices;
/// What a rule for a file that is no directory may have.
constexpr std::uint64_t of_files =
    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | may_truncate;

/// All rights that a version of Landlock knows; one that it does not know is an error.
std::uint64_t known_to(int version) {
  constexpr std::array<std::uint64_t, 4> added{LANDLOCK_ACCESS_FS_REFER, may_truncate, 0,
                                               may_control_devices}; // since version 2, 3, 4, 5
  auto out = reading | writing | never;
  for (std::size_t i = 0; i < added.size(); ++i)
    if (version < static_cast<int>(i) + 2) out &= ~added[i];
  return out;
}

error failed(const char* what) {
  return fail(errc::io, std::string("Landlock: ") + what + ": " + std::strerror(errno));
}

status allow(int ruleset, const file_rule& rule, std::uint64_t known) {
  const descriptor at{::open(rule.path.c_str(), O_PATH | O_CLOEXEC)};
  struct stat found {};
  if (!at || ::fstat(at.get(), &found) != 0) return done{};
  auto rights = (rule.may_write ? reading | writing : reading) & known;
  if (!S_ISDIR(found.st_mode)) rights &= of_files;
  const landlock_path_beneath_attr beneath{rights, at.get()};
  if (::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0)
    return done{};
  return failed("cannot allow a path");
}

} // namespace

int landlock_version() noexcept {
  const auto version =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return version > 0 ? static_cast<int>(version) : 0;
}

status limit_files(std::span<const file_rule> allowed) {
  const auto version = landlock_version();
  if (version == 0)
    return fail(errc::unavailable, "no Landlock in this kernel, or not for this process");
  const auto known = known_to(version);
  const landlock_ruleset_attr handled{.handled_access_fs = known};
  const descriptor ruleset{static_cast<int>(
      ::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled.handled_access_fs, 0))};
  if (!ruleset) return failed("cannot make rules");
  for (const auto& rule : allowed)
    if (auto added = allow(ruleset.get(), rule, known); !added) return added;
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return failed("no_new_privs");
  if (::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) != 0) return failed("cannot enter");
  return done{};
}

} // namespace ockam::transports
