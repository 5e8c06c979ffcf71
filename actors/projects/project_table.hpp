// The projects that this node is in, by name, with a membership each. A project that a route asks
// for and the node is not in is looked up in the node's home.
#pragma once
#include "actors/projects/membership.hpp"

#include <map>

namespace ockam::actors {

/// What a home keeps of projects. The functions are called off the reactor, because they read and
/// write files; without them nothing is known and nothing is kept.
struct project_files {
  std::function<result<channels::project>(const std::string& name)> find{};
  std::function<std::optional<channels::presented_credential>(const channels::project&,
                                                              const wire::identifier&)>
      kept{};
  std::function<void(const channels::project&, const wire::identifier&,
                     const channels::presented_credential&, channels::timestamp expires_at)>
      keep{};
  /// Notes that the node is about to enter a project by a route, and has to be in it from its next
  /// start on. If that cannot be noted, the node does not enter. Empty: nothing is noted.
  std::function<status(const channels::project&)> enter{};
};

/// A project, and the credential that the node has shown there before.
struct project_and_credential {
  channels::project where;
  std::optional<channels::presented_credential> kept{};
};

class project_table final : public channels::project_directory {
public:
  project_table(channels::context& node, project_files files)
      : node_(node), files_(std::move(files)) {}

  void enter(const std::string& name, std::shared_ptr<const channels::own_identity> self,
             transports::duration timeout, answer) override;
  std::string why_no_member() const override;
  /// Makes the node a member of a project from now on. REQUIRES: the node has an identity.
  void join(project_and_credential);
  /// Leaves all projects, and says goodbye to their authorities.
  void leave_all();

  using memberships = std::map<std::string, transports::pinned_ref<membership>>;
  const memberships& all() const noexcept { return in_; } ///< by name

private:
  void look_up(const std::string& name, std::function<void(result<project_and_credential>)>) const;
  void present();

  channels::context& node_;
  const project_files files_;
  memberships in_;
};

} // namespace ockam::actors
