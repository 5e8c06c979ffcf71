// Puts what a node says of something that it keeps alive in words.
#pragma once
#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <string>

namespace ockam::cli {

/// The field `key` of an object as text, behind `prefix`; `-` if it is not there.
std::function<std::string(const nlohmann::json&)> member(std::string key, std::string prefix = {});

/// The status of something that a node keeps alive: `up (proven 3 s ago, 12 ms)`,
/// `connecting (attempt 4, next in 2 s: connection refused by …)`, `degraded (…)`, `down (…)`.
std::string session_status(const nlohmann::json&);

/// When something came from the other end: `3 s ago`. If that is long ago, it says what that may
/// mean.
std::string last_heard(const nlohmann::json&);

} // namespace ockam::cli
