// Stays with the nodes of a file, as a service manager or a person wants it.
#pragma once
#include "wire/result.hpp"

#include <functional>
#include <string>
#include <vector>

namespace ockam::cli {

/// Calls `apply`, which returns the names of the nodes, at once and at each SIGHUP; what fails
/// later is noted. SIGTERM and SIGINT stop the nodes; a second signal kills them. The service
/// manager, if one started this process, hears of all this. REQUIRES: no other thread runs yet.
/// Errors: those of the first `apply`; timed_out.
status stay_in_foreground(const std::function<result<std::vector<std::string>>()>& apply,
                          const std::function<void(const std::string&)>& note);

} // namespace ockam::cli
