// Checks whose a file or directory is that this process is about to trust, as sshd's StrictModes
// does: it belongs to the user of this process, or to root, and nobody else can write it. Whoever
// could write it would choose the keys, the nodes and the policies that are used.
#pragma once
#include "wire/result.hpp"

#include <filesystem>
#include <string>
#include <sys/types.h>

struct stat;

namespace ockam::config {

/// The login name of a user; the number of one who has none.
std::string user_name(uid_t);

/// Checks a file or directory; one that is not there is fine. `what` names it in errors: `the
/// home`. Errors: denied, with the command that mends it as the hint; io.
status check_ownership(const std::filesystem::path&, const char* what);

/// The same for a file whose status is known already, for example by its descriptor.
status check_ownership(const struct stat&, const std::filesystem::path&, const char* what);

/// The same for a file that somebody names, such as a ticket, but its group may write it, as with a
/// umask of 002.
status check_given(const std::filesystem::path&, const char* what);

/// Checks a file of secrets: it is there, and nobody else can read it either, as ssh wants of keys.
/// Errors: not_found; denied, with the command that mends it as the hint; io.
status check_secret(const std::filesystem::path&, const char* what);

/// Checks a home: itself, the directories above it, also those behind links (they belong to this
/// user or to root, and everybody may write one only if it is sticky, as /tmp), `vaults`, `nodes`,
/// `projects`, the directory of each node and project, what is above them if they are links, and
/// the database. Errors: those of check_ownership().
status check_home(const std::filesystem::path& home);

} // namespace ockam::config
