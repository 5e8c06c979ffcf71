// What this user may see of homes. A service keeps its own under another user: what is not to be
// seen is no reason to say that there is nothing.
#pragma once
#include "wire/result.hpp"

#include <filesystem>
#include <string>

namespace ockam::config {

/// Errors: denied, if somebody else's rights keep this process from looking at it; the message says
/// whose it is and the hint is `command` as that user. A file that is not there is fine.
status check_may_read(const std::filesystem::path&, const std::string& command);

/// What is said when this process may not make `directory`; denied, and whose the one above it is.
error may_not_make(const std::filesystem::path& directory);

/// A home of a service on this machine, beside `home`; empty if there is none.
std::filesystem::path service_home_beside(const std::filesystem::path& home);

} // namespace ockam::config
