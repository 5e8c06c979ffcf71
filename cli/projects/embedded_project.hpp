// The project that is there without anybody's doing: its node runs on this machine, and the default
// identity of this home is its enroller.
#pragma once
#include "channels/membership/project.hpp"
#include "cli/projects/hosted_project.hpp"

namespace ockam::cli {

/// `project-default` of `default`.
std::string node_of_project(const std::string& project);

/// Makes a project whose enroller is this home's default identity: a member from the start, which
/// may have every relay. One that was made before and does not run is started again, as it was.
/// Errors: those of start_hosting; already_exists if this home knows another
/// project of that name.
result<channels::project> make_project(const invocation&, hosting_request);

/// The project `default` of this home's own: made if there is none, its node started if it does not
/// run; then it says so. However many commands ask at once, there is one.
result<channels::project> embedded_project(const invocation&);

/// The project of that name, as known_project() finds it; if this home knows none at all, the
/// embedded one. If this home hosts it, its node runs when this returns.
result<channels::project> usable_project(const invocation&, const std::optional<std::string>& name);

} // namespace ockam::cli
