// The projects that this home hosts, as commands need them: made, or their nodes started. Looking
// does neither; a command that has to bring something about says so, and how much.
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
/// may have every relay. One that was made before and does not run is started again, as it was.
/// Errors: those of start_hosting; already_exists if this home knows another
/// project of that name.
result<channels::project> make_project(const invocation&, hosting_request);

/// The project `default` of this home's own, for a home that knows none: made, or known again and
/// its node started; then it says so. However many commands ask at once, there is one.
result<channels::project> embedded_project(const invocation&);

/// What a command may do so that a project answers.
enum class bringing {
  nothing, ///< it only looks: a node of this home that does not run is an error
  node,    ///< starts the node of a project that this home hosts, unless somebody else has to
  project, ///< also makes the default project, if this home knows none
};

/// The project of that name, as known_project() finds it, which answers as far as this home can see
/// to it. Errors: those of known_project; unavailable, if its node is of this home and does not run.
result<channels::project> ready_project(const invocation&, const std::optional<std::string>& name,
                                        bringing);

/// The same for all the projects that these routes lead to.
status ready_projects(const invocation&, const std::vector<std::string>& routes, bringing);

} // namespace ockam::cli
