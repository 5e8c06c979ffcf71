// A command that stays with the nodes of a file, as a service manager or a person wants it to.
#pragma once
#include "wire/result.hpp"

#include <functional>
#include <string>
#include <vector>

namespace ockam::cli {

/// Calls `apply`, which returns the names of the nodes, and again at each SIGHUP; what fails then
/// is noted. SIGTERM and SIGINT stop the nodes; a second one kills them. The service manager, if
/// one started this process, hears of it. REQUIRES: no other thread runs yet. Errors: those of the
/// first `apply`; timed_out.
status stay_in_foreground(const std::function<result<std::vector<std::string>>()>& apply,
                          const std::function<void(const std::string&)>& note);

} // namespace ockam::cli
