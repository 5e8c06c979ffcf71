// Whose a file or directory is that this process is about to trust, as sshd's StrictModes: it
// belongs to the user of this process, or to root, and nobody else can write it. Whoever could
// would choose the keys, the nodes and the policies that are used.
#pragma once
#include "wire/result.hpp"

#include <filesystem>

struct stat;

namespace ockam::config {

/// `what` says what it is: `the home`. One that is not there is fine. Errors: denied, with the
/// command that mends it as the hint; io.
status check_ownership(const std::filesystem::path&, const char* what);

/// The same for what has been looked at already, by its descriptor, say.
status check_ownership(const struct stat&, const std::filesystem::path&, const char* what);

/// Of a file that somebody names, such as a ticket: the same, but that its group may write it, as
/// with a umask of 002.
status check_given(const std::filesystem::path&, const char* what);

/// Of a home: itself, the directories above it, also those behind links (they belong to this user or
/// to root, and everybody may write one only if it is sticky, as /tmp), `vaults`, `nodes` and the
/// database. Errors: those of check_ownership().
status check_home(const std::filesystem::path& home);

} // namespace ockam::config
