#include "actors/access/policies.hpp"

#include "config/base/json_text.hpp"
#include "config/spec/kinds.hpp"
#include "config/text/name.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::actors {

namespace {

using channels::policy_target;
using kind = policy_target::kind;

error not_found(std::string_view target) {
  return ockam::not_found("policy for", std::string(target), "ockam policy list");
}

} // namespace

bool policies::named::is(std::string_view name) const {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<policies::named> policies::called(std::string_view name) const {
  std::vector<named> out;
  for (const auto* const each : config::kinds()) {
    if (each->guarded_by.front().empty()) continue;
    const auto at = resources_.find(each->plural);
    const auto there = at == resources_.end() ? result(json::array()) : at->second->list();
    if (!there) continue;
    for (const auto& one : *there) {
      named what{each->noun, {}};
      for (const auto field : each->guarded_by) {
        auto text = field.empty() ? std::string() : config::text_in(one, field);
        if (!text.empty() && !what.is(text)) what.names.push_back(std::move(text));
      }
      if (what.is(name)) out.push_back(std::move(what));
    }
  }
  return out;
}

json policies::describe(const policy_target& target, const channels::policy& rule) const {
  const auto named = target.what == kind::resource;
  json out{{"target", target.name},
           {"resource", named ? target.name : ""},
           {"resource_type", named ? "" : target.name},
           {"expression", to_string(rule)}};
  if (!named) return out;
  auto& guards = out["guards"] = json::array();
  for (const auto& each : called(target.name))
    guards.push_back(std::string(each.type) + " " + each.names.back());
  return out;
}

policies::entries::const_iterator policies::find(std::string_view target) const {
  const auto& all = access_.policies();
  if (const auto at = all.find({kind::resource, std::string(target)}); at != all.end()) return at;
  for (const auto& each : called(target))
    for (const auto& name : each.names)
      if (const auto at = all.find({kind::resource, name}); at != all.end()) return at;
  return all.find({kind::type, std::string(target)});
}

result<json> policies::list() const {
  auto out = json::array();
  for (const auto& [target, rule] : access_.policies()) out.push_back(describe(target, rule));
  return out;
}

result<json> policies::show(std::string_view target) const {
  const auto at = find(target);
  if (at == access_.policies().end()) return not_found(target);
  return describe(at->first, at->second);
}

void policies::create(const config::policy& wanted, const answer& to) {
  const auto &name = wanted.target, &type = wanted.target_type;
  const auto rule = channels::policy::parse(wanted.expression);
  if (!rule) return to(rule.error());
  if (name.empty() == type.empty())
    return to(fail(errc::invalid, "a policy is for a resource or for a type of resource"));
  const policy_target target{name.empty() ? kind::type : kind::resource, name + type};
  if (const auto at = name.empty() ? access_.policies().end() : find(name);
      at != access_.policies().end() && at->first.what == kind::resource && at->first != target)
    return to(fail(errc::already_exists,
                   "a policy for " + at->first.name + ", which is the same, exists already",
                   "ockam policy show " + at->first.name));
  if (auto good = name.empty() ? status(done{}) : config::check_name(config::named::worker, name);
      !good)
    return to(good.error());
  auto made = describe(target, *rule); // the rule may end streams at once
  if (const auto set = access_.set(target, *rule); !set) return to(set.error());
  to(std::move(made));
}

result<json> policies::remove(std::string_view target) {
  const auto at = find(target);
  if (at == access_.policies().end()) return not_found(target);
  auto gone = describe(at->first, at->second);
  access_.remove(policy_target(at->first));
  return gone;
}

} // namespace ockam::actors
