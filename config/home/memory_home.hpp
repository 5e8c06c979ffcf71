// State that is nowhere but in memory, for a node in the foreground.
#pragma once
#include "wire/result.hpp"

#include <filesystem>

namespace ockam::config {

/// Makes a new directory in memory that only this user may enter, and OCKAM_HOME of this process.
/// It is removed when this process is gone, however it ended. REQUIRES: no other thread runs yet.
/// Errors: io, if there is no place in memory for it.
result<std::filesystem::path> enter_memory_home();

} // namespace ockam::config
