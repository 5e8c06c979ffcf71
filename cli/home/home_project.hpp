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
/// project. Looking makes nothing. Errors: not_found, which names the home.
result<channels::project> known_project(const std::filesystem::path& home,
                                        const std::optional<std::string>& name);
/// The project that `/project/NAME` leads to: `default` is the default one, whatever it is called.
/// Errors: as before.
result<channels::project> routed_project(const std::filesystem::path& home,
                                         const std::string& name);

struct noted_project {
  channels::project what;
  bool is_default = false;
};
/// All that $OCKAM_HOME knows, oldest first. Looking makes nothing.
result<std::vector<noted_project>> known_projects();

/// From now on every command of this home knows it. One that was asked for becomes the default, if
/// the default one was made by itself. Errors: already_exists if another one has that name.
status note_project(const std::filesystem::path& home, const channels::project&,
                    bool made_by_itself = false);
/// Whether note_project() is possible after make_way_for(). Errors: already_exists.
status check_project_name(const std::filesystem::path& home, const channels::project&);
/// Makes note_project() possible: forgets another project of that name that was made by itself and
/// that no node is in. Returns whether there was one. Errors: already_exists; in_use.
result<bool> make_way_for(const std::filesystem::path& home, const channels::project&);

/// What nodes of this home keep of projects, and find there; what they enter, nobody notes.
actors::project_files files_of_projects(const std::filesystem::path& home);

/// The projects that a node entered before.
struct entered_projects {
  std::vector<channels::project> known;
  std::vector<std::string> lost; ///< names: this home knows none of that name, or another one
};
result<entered_projects> entered_by(const std::filesystem::path& home, const std::string& node);
/// From its next start on it is in that project, or is closed if the home knows it no more.
status note_entered(const std::filesystem::path& home, const std::string& node,
                    const channels::project&);
status keep_credential(const std::filesystem::path& home, const std::string& project,
                       const std::string& identifier, const channels::presented_credential&,
                       channels::timestamp expires_at);

} // namespace ockam::cli
