// What `ockam doctor` looks at before any node: $OCKAM_HOME, its disk, the clock, the store, and
// the files of vaults.
#pragma once
#include "cli/diagnosis/diagnostic.hpp"
#include "config/store/state_store.hpp"

#include <filesystem>
#include <optional>

namespace ockam::cli {

/// Returns the store, if there is one and it can be read. Makes nothing.
std::optional<config::state_store> examine_home(const std::filesystem::path& home, diagnostics&);

} // namespace ockam::cli
