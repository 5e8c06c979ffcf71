// The projects of this home: imported ones, those enrolled with, and those made here.
#pragma once
#include "channels/membership/project_files.hpp"
#include "config/store/state_store.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ockam::cli {

/// The name of a project if nobody gives another one.
inline constexpr auto default_project_name = "default";

/// The project of that name. The default project without a name, and for `default` unless a project
/// is called so. Makes nothing. Errors: not_found, which names the home.
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
/// All projects that $OCKAM_HOME knows, oldest first. Makes nothing.
result<std::vector<noted_project>> known_projects();

/// From now on every command of this home knows the project. One that was asked for becomes the
/// default if the default one was made by itself. Errors: already_exists if another project has
/// that name.
status note_project(const std::filesystem::path& home, const channels::project&,
                    bool made_by_itself = false);
/// Whether note_project() is possible after make_way_for(). Errors: already_exists.
status check_project_name(const std::filesystem::path& home, const channels::project&);
/// Makes note_project() possible: forgets another project of that name that was made by itself and
/// that no node is in. Returns whether there was one. Errors: already_exists; in_use.
result<bool> make_way_for(const std::filesystem::path& home, const channels::project&);

/// The functions with which nodes of this home find projects and keep credentials; what they enter
/// is not noted.
channels::project_files files_of_projects(const std::filesystem::path& home);

/// The projects that a node entered before.
struct entered_projects {
  std::vector<channels::project> known;
  std::vector<std::string> lost; ///< names of which this home knows no project, or another one
};
result<entered_projects> entered_by(const std::filesystem::path& home, const std::string& node);
/// From its next start on the node is in that project, or is closed if the home knows the project
/// no more.
status note_entered(const std::filesystem::path& home, const std::string& node,
                    const channels::project&);
status keep_credential(const std::filesystem::path& home, const std::string& project,
                       const std::string& identifier, const channels::presented_credential&,
                       channels::timestamp expires_at);

} // namespace ockam::cli
