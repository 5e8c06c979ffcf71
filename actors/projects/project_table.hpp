// The projects that this node is in, by name, with a membership each. A project that a route asks
// for and the node is not in is looked up in the node's home.
#pragma once
#include "actors/projects/membership.hpp"
#include "channels/membership/project_files.hpp"

#include <map>

namespace ockam::actors {

class project_table final : public channels::project_directory {
public:
  project_table(channels::context& node, channels::project_files files)
      : node_(node), files_(std::move(files)) {}

  void enter(const std::string& name, std::shared_ptr<const channels::own_identity> self,
             transports::duration timeout, answer) override;
  std::string why_no_member() const override;
  /// Makes the node a member of a project from now on. REQUIRES: the node has an identity.
  void join(channels::project_and_credential);
  /// Leaves all projects, and says goodbye to their authorities.
  void leave_all();

  using memberships = std::map<std::string, transports::pinned_ref<membership>>;
  const memberships& all() const noexcept { return in_; } ///< by name

private:
  void look_up(const std::string& name,
               std::function<void(result<channels::project_and_credential>)>) const;
  void present();

  channels::context& node_;
  const channels::project_files files_;
  memberships in_;
};

} // namespace ockam::actors
