// How a route gets into a project: whoever opens a route asks for the project by name, and learns
// where it is once this node can show there what it is.
#pragma once
#include "channels/identity/own_identity.hpp"
#include "channels/membership/project.hpp"
#include "transports/io/clock.hpp"

#include <functional>
#include <memory>
#include <string>

namespace ockam::channels {

class project_directory {
public:
  using answer = std::function<void(result<project>)>;
  virtual ~project_directory() = default;
  /// Answers once, on the reactor, at once or later, when `self` has a credential of that project,
  /// which channels present from then on. Errors: not_found for a name that nobody knows; denied if
  /// the authority says that `self` is no member; timed_out; those of the way to the authority.
  virtual void enter(const std::string& name, std::shared_ptr<const own_identity> self,
                     transports::duration timeout, answer) = 0;
  /// Why the node has no credential of its project, if that is known. Empty if it has one, or is in
  /// no project.
  virtual std::string why_no_member() const { return {}; }
};

} // namespace ockam::channels
