// Brings about the projects that this home hosts, as commands need them: makes them, or starts
// their nodes. A command says how much it may bring about.
#pragma once
#include "channels/membership/project.hpp"
#include "cli/projects/hosted_project.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ockam::cli {

/// `project-default` of `default`.
std::string node_of_project(const std::string& project);

/// Makes a project whose enroller is this home's default identity: a member from the start, which
/// may have every relay. A project that was made before and does not run is started again, as it
/// was. Errors: those of start_hosting; already_exists if this home knows another project of that
/// name.
result<channels::project> make_project(const invocation&, hosting_request);
/// The same, but this process is the project's node until it ends; calls `then` once that answers.
/// Errors: as before, already_exists also if the node runs.
status run_project(invocation&, hosting_request,
                   const std::function<void(const channels::project&)>& then);

/// The project `default` of this home's own, for a home that knows no project. It is made, or known
/// again and its node started, and the command says so. However many commands ask at once, there is
/// one project.
result<channels::project> embedded_project(const invocation&);

/// How much a command may do so that a project answers.
enum class bringing {
  nothing, ///< only look: a node of this home that does not run is an error
  node,    ///< start the node of a project that this home hosts, unless somebody else has to
  project, ///< also make the default project, if this home knows none
};

/// The project of that name, as known_project() finds it; it answers as far as this home can see to
/// that. Errors: those of known_project; unavailable if its node is of this home and does not run.
result<channels::project> ready_project(const invocation&, const std::optional<std::string>& name,
                                        bringing);

/// The same for all the projects that these routes lead to.
status ready_projects(const invocation&, const std::vector<std::string>& routes, bringing);

} // namespace ockam::cli
