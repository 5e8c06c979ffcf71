#include "channels/workers/access_rules.hpp"

#include <algorithm>

namespace ockam::channels {

namespace {

constexpr std::string_view default_rule = "(= subject.has_credential true)";

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

const policy* access_rules::find(std::string_view type, std::string_view name) const {
  using kind = policy_target::kind;
  auto at = policies_.find({kind::resource, std::string(name)});
  if (at == policies_.end()) at = policies_.find({kind::type, std::string(type)});
  return at == policies_.end() ? nullptr : &at->second;
}

void access_rules::changed() const {
  for (const auto& watcher : watchers_) watcher();
}

const policy* guard::written() const { return own_ ? &*own_ : rules_.find(type_, name_); }

status guard::admits(const std::optional<identifier>& peer) const {
  const auto* const rule = written();
  if (!rule && !rules_.credentials_.trusts_any()) return ockam::done{};
  if (!peer)
    return fail(errc::denied, "no secure channel proves who it is",
                "/secure/api in the route opens a channel");
  if (rule) return ask(*rule, *peer);
  if (rules_.credentials_.find(*peer) || rules_.is_project_node(*peer)) return ockam::done{};
  return fail(errc::denied, to_string(*peer) + " has no credential of this project that holds");
}

status guard::ask(const policy& rule, const identifier& peer) const {
  const auto* const held = rules_.credentials_.find(peer);
  if (rule.allows({peer, held ? &held->attributes : nullptr, name_})) return ockam::done{};
  auto why = to_string(peer) + " is denied by the policy " + to_string(rule);
  if (!held && rules_.is_project_node(peer))
    why += ": it is the project's node, and who is behind it is not proven";
  else if (!held)
    why += ": it has no credential that holds";
  return fail(errc::denied, std::move(why));
}

std::string guard::rule() const {
  if (const auto* const rule = written()) return to_string(*rule);
  return rules_.credentials_.trusts_any() ? std::string(default_rule) : std::string();
}

} // namespace ockam::channels
