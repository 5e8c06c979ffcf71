// What this user may see of homes. A service has a home of its own under another user: that it
// cannot be seen is no reason to say that there is none.
#pragma once
#include "wire/result.hpp"

#include <filesystem>
#include <string>

namespace ockam::config {

/// Checks that this process may look at a file; one that is not there is fine. Errors: denied; the
/// message says whose the file is, and the hint is `command` as that user.
status check_may_read(const std::filesystem::path&, const std::string& command);

/// What is said when this process may not make `directory`; denied, and whose the one above it is.
error may_not_make(const std::filesystem::path& directory);

/// A home of a service on this machine, beside `home`; empty if there is none.
std::filesystem::path service_home_beside(const std::filesystem::path& home);

} // namespace ockam::config
