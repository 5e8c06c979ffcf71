// The projects of this home: those that were imported, enrolled with, or made here.
#pragma once
#include "actors/projects/project_table.hpp"
#include "config/store/state_store.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ockam::cli {

/// What a project is called if nobody says otherwise.
inline constexpr auto default_project_name = "default";

/// The project of that name. `default`, unless one is called so, and no name mean the default
/// project. Errors: not_found.
result<channels::project> known_project(const std::filesystem::path& home,
                                        const std::optional<std::string>& name);

/// All that $OCKAM_HOME knows, oldest first. Looking makes nothing.
result<std::vector<channels::project>> known_projects();

/// From now on every command of this home knows it. Errors: already_exists if another one has that
/// name.
status note_project(const std::filesystem::path& home, const channels::project&);
/// Whether note_project() would do it.
status check_project_name(const std::filesystem::path& home, const channels::project&);

/// What nodes of this home keep of projects, and find there.
actors::project_files files_of_projects(const std::filesystem::path& home);
status keep_credential(const std::filesystem::path& home, const std::string& project,
                       const std::string& identifier, const channels::presented_credential&,
                       channels::timestamp expires_at);

} // namespace ockam::cli
