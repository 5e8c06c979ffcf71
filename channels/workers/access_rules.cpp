#include "channels/workers/access_rules.hpp"

#include "config/base/log.hpp"
#include "config/members/guests.hpp"

#include <algorithm>

namespace ockam::channels {

namespace {

constexpr std::string_view default_rule = "(= subject.has_credential true)", nobody_rule = "false";

std::string known_types() {
  std::string out;
  for (const auto type : resource_types::all) out += (out.empty() ? "" : ", ") + std::string(type);
  return out;
}

} // namespace

status access_rules::set(policy_target target, policy rule) {
  using resource_types::all;
  if (target.what == policy_target::kind::type
      && std::find(all.begin(), all.end(), target.name) == all.end())
    return fail(errc::invalid, target.name + " is no type of resource", "types: " + known_types());
  policies_.insert_or_assign(std::move(target), std::move(rule));
  changed();
  return ockam::done{};
}

bool access_rules::remove(const policy_target& target) {
  if (policies_.erase(target) == 0) return false;
  changed();
  return true;
}

void access_rules::add_project_node(const identifier& who) {
  if (project_nodes_.insert(who).second) changed();
}

void access_rules::lose_project(std::string name) {
  config::log(config::log_level::warn,
              "this node was in project " + name
                  + ", which its home knows no more: as long as it trusts no authority, it admits "
                    "nobody where no policy is written");
  lost_projects_.insert(std::move(name));
  changed();
}

std::string access_rules::why_closed() const {
  if (credentials_.trusts_any() || lost_projects_.empty()) return {};
  return "this node was in project " + *lost_projects_.begin()
         + ", which its home knows no more, and trusts no authority now";
}

const policy* access_rules::find(std::string_view type, std::string_view name,
                                 std::string_view alias) const {
  using kind = policy_target::kind;
  auto at = policies_.find({kind::resource, std::string(name)});
  if (at == policies_.end() && !alias.empty())
    at = policies_.find({kind::resource, std::string(alias)});
  if (at == policies_.end()) at = policies_.find({kind::type, std::string(type)});
  return at == policies_.end() ? nullptr : &at->second;
}

void access_rules::changed() const {
  for (const auto& watcher : watchers_) watcher();
}

const policy* access_guard::written() const {
  return own_ ? &*own_ : rules_.find(type_, name_, alias_);
}

status access_guard::admits(const std::optional<identifier>& peer) const {
  const auto* const rule = written();
  if (!rule && !rules_.credentials_.trusts_any()) {
    if (auto why = rules_.why_closed(); !why.empty())
      return fail(errc::denied, std::move(why),
                  "ockam project import or project enroll; or a policy that says who may");
    return ockam::done{};
  }
  if (!peer)
    return fail(errc::denied, "no secure channel proves who it is",
                "/secure/api in the route opens a channel");
  if (rule) return ask(*rule, *peer);
  const auto* const held = rules_.credentials_.find(*peer);
  if (held && config::is_guest(held->attributes))
    return fail(errc::denied,
                to_string(*peer) + " is a guest, who may use only what a policy says of guests");
  if (held || rules_.is_project_node(*peer)) return ockam::done{};
  return fail(errc::denied, to_string(*peer) + " has no credential of this project that holds");
}

status access_guard::ask(const policy& rule, const identifier& peer) const {
  if (rules_.is_project_node(peer))
    return fail(errc::denied,
                to_string(peer) + " is denied by the policy " + to_string(rule)
                    + ": it is the project's node, and who is behind it is not proven",
                "/secure/api in the route behind the relay proves it");
  const auto* const held = rules_.credentials_.find(peer);
  const policy_question asked{peer, held ? &held->attributes : nullptr, name_};
  if (rule.allows(asked)) return ockam::done{};
  auto why = to_string(peer) + " is denied by the policy " + to_string(rule);
  if (!held)
    why += ": it has no credential that holds";
  else
    for (const auto& name : rule.missing(asked)) why += "; it has no attribute " + name;
  return fail(errc::denied, std::move(why));
}

std::string access_guard::rule() const {
  if (const auto* const rule = written()) return to_string(*rule);
  if (rules_.credentials_.trusts_any()) return std::string(default_rule);
  return rules_.why_closed().empty() ? std::string() : std::string(nobody_rule);
}

} // namespace ockam::channels
