// The home of services: it is made, and what a user's home has is moved there.
#pragma once
#include "cli/services/other_program.hpp"

#include <filesystem>

namespace ockam::cli {

/// Makes the home, private to that user. Errors: io.
status make_service_home(const std::filesystem::path& home, const account&);

/// Moves all of a home to another place, which must be free, for another user; its nodes must not
/// run. If that fails, nothing has changed. Errors: io; already_exists.
status move_home(const std::filesystem::path& from, const std::filesystem::path& to,
                 const account& whose);

} // namespace ockam::cli
