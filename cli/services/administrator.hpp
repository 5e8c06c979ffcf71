// An administrator without nodes of their own means those of the machine's services.
#pragma once
#include "wire/result.hpp"

#include <span>
#include <string>

namespace ockam::cli {

/// If OCKAM_HOME is unset, there is no ~/.ockam, and this process may read the home of services,
/// that is its home from now on; root becomes the user whose it is, so that nothing of root's gets
/// in that one's way. The verbs that install services stay root's. Returns a sentence that says so,
/// empty if nothing changed. Errors: denied.
result<std::string> use_service_home(std::span<const std::string> words);

} // namespace ockam::cli
