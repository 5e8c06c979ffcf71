// What a node's home keeps of projects, as the node gets at it.
#pragma once
#include "channels/identity/credential.hpp"
#include "channels/membership/project.hpp"
#include "wire/result.hpp"

#include <functional>
#include <optional>
#include <string>

namespace ockam::channels {

/// What a home keeps of projects. The functions are called off the reactor, because they read and
/// write files; without them nothing is known and nothing is kept.
struct project_files {
  std::function<result<project>(const std::string& name)> find{};
  std::function<std::optional<presented_credential>(const project&, const wire::identifier&)>
      kept{};
  std::function<void(const project&, const wire::identifier&, const presented_credential&,
                     timestamp expires_at)>
      keep{};
  /// Notes that the node is about to enter a project by a route, and has to be in it from its next
  /// start on. If that cannot be noted, the node does not enter. Empty: nothing is noted.
  std::function<status(const project&)> enter{};
};

/// A project, and the credential that the node has shown there before.
struct project_and_credential {
  project where;
  std::optional<presented_credential> kept{};
};

} // namespace ockam::channels
