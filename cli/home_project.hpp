// The projects of this home: those that were imported, enrolled with, or made here.
#pragma once
#include "channels/project.hpp"
#include "config/state_store.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ockam::cli {

/// The project of that name. `default`, unless one is called so, and no name mean the default
/// project. Errors: not_found.
result<channels::project> known_project(const std::filesystem::path& home,
                                        const std::optional<std::string>& name);

/// All that $OCKAM_HOME knows, oldest first. Looking makes nothing.
result<std::vector<channels::project>> known_projects();

/// From now on every command of this home knows it. Errors: already_exists if another one has that
/// name.
status note_project(const std::filesystem::path& home, const channels::project&);

} // namespace ockam::cli
