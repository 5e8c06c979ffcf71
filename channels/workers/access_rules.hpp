// Who may use what this node offers. For each resource the first of these decides:
//   its own policy (--allow), the policy for its name, the policy for its type,
//   if an authority is trusted: whoever has a credential and is no guest, and the project's nodes;
//   if one was trusted before and is gone (`project delete`): nobody; else everybody.
// A project's node lets only members through, but does not say which member comes: so it satisfies
// that default, and no policy that somebody wrote. Where a policy decides, whoever no secure
// channel has proven is denied, and so is whatever cannot be evaluated. The rules are asked once
// per stream and again when standings or policies change, never per message. Confined to the node's
// reactor. Source: spec wire §8.
#pragma once
#include "channels/policy/policy.hpp"
#include "channels/policy/resource_types.hpp"
#include "channels/workers/credential_table.hpp"

namespace ockam::channels {

/// What a policy is for: the resource of that name, or all resources of that type.
struct policy_target {
  enum class kind : unsigned char { resource, type } what = kind::resource;
  std::string name;
  // clang-tidy 14 takes the 0 in what the compiler makes of < for a pointer.
  // NOLINTNEXTLINE(modernize-use-nullptr)
  friend auto operator<=>(const policy_target&, const policy_target&) = default;
};

class access_rules {
public:
  explicit access_rules(const credential_table& credentials) : credentials_(credentials) {}
  access_rules(const access_rules&) = delete;
  access_rules& operator=(const access_rules&) = delete;

  /// Sets the policy of a target; it takes the place of an older one. Errors: invalid for a type
  /// that there is not.
  status set(policy_target, policy);
  /// Removes the policy of a target. Returns false if it has none.
  bool remove(const policy_target&);
  const std::map<policy_target, policy>& policies() const noexcept { return policies_; }
  /// Adds the node of a project: the host of relays that only members can use.
  void add_project_node(const identifier&);
  bool is_project_node(const identifier& who) const { return project_nodes_.count(who) > 0; }
  /// From now on members of the project whose node this is reach only what names them
  /// (actors/access/isolation.hpp).
  void isolate_members() noexcept { isolates_ = true; }
  bool isolates_members() const noexcept { return isolates_; }
  /// Notes a project that this node was in, and of which nothing is known any more but the name.
  void lose_project(std::string name);
  const std::set<std::string>& lost_projects() const noexcept { return lost_projects_; }
  /// Whether strangers are refused where no policy is written.
  bool closes_by_itself() const { return credentials_.trusts_any() || !lost_projects_.empty(); }
  /// Why nobody is admitted where no policy is written; empty if somebody is.
  std::string why_closed() const;

  /// Calls `watcher`, at once, whenever what was denied may be allowed or the other way round, but
  /// not when somebody's standing changes. For what lives as long as the node.
  void on_change(std::function<void()> watcher) { watchers_.push_back(std::move(watcher)); }

private:
  friend class access_guard;
  const policy* find(std::string_view type, std::string_view name, std::string_view alias) const;
  void changed() const;

  const credential_table& credentials_;
  std::map<policy_target, policy> policies_;
  std::set<identifier> project_nodes_;
  std::set<std::string> lost_projects_;
  bool isolates_ = false;
  std::vector<std::function<void()>> watchers_;
};

/// Decides who may use one resource: the resource asks it for each stream.
class access_guard {
public:
  /// `type` is one of resource_types. Policies find the resource by its name, which expressions
  /// know as `resource.id`, or else by its alias. The rules outlive the guard.
  access_guard(const access_rules& rules, std::string_view type, std::string name,
               std::optional<policy> own = {}, std::string alias = {})
      : rules_(rules),
        type_(type),
        name_(std::move(name)),
        alias_(std::move(alias)),
        own_(std::move(own)) {}

  /// Whether a peer may use the resource; no peer if nobody knows who asks. Errors: denied, with
  /// the reason.
  status admits(const std::optional<identifier>& peer) const;
  /// Whether nobody is admitted because a project is gone (access_rules::why_closed).
  bool is_closed() const { return !written() && !rules_.why_closed().empty(); }
  /// Whether nobody is admitted who came through no channel.
  bool needs_channel() const { return written() || rules_.closes_by_itself(); }
  /// The rule in force: an expression, `false` for nobody, or empty for everybody.
  std::string rule() const;
  const std::optional<policy>& own() const noexcept { return own_; }

private:
  const policy* written() const;
  status ask(const policy&, const identifier& peer) const;

  const access_rules& rules_;
  const std::string_view type_;
  const std::string name_, alias_;
  const std::optional<policy> own_;
};

} // namespace ockam::channels
