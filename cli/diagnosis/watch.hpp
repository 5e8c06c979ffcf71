// Shows an answer again and again until the user has seen enough.
//   terminal  a screen of its own, drawn anew; the last answer stays when it ends
//   pipe      every answer that differs from the one before, behind a line with the time
//   json      the same, each on a line of its own, without the time
#pragma once
#include "cli/shell/command.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <functional>
#include <string>

namespace ockam::cli {

/// An answer as objects and as text.
struct frame {
  nlohmann::json objects;
  std::string text;
};

/// Shows what `look` returns until SIGINT or SIGTERM, which is no failure, or the first error of
/// `look`.
status watch(invocation&, const std::function<result<frame>()>& look);

/// Implements host_environment::pause for a process.
bool wait_for_end(std::chrono::milliseconds);

} // namespace ockam::cli
