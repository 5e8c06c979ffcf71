#include "actors/access/policies.hpp"

#include "actors/control/fields.hpp"

#include <nlohmann/json.hpp>

namespace ockam::actors {

namespace {

using channels::policy_target;
using kind = policy_target::kind;

json describe(const policy_target& target, const channels::policy& rule) {
  const auto named = target.what == kind::resource;
  return {{"target", target.name},
          {"resource", named ? target.name : ""},
          {"resource_type", named ? "" : target.name},
          {"expression", to_string(rule)}};
}

error not_found(std::string_view target) {
  return fail(errc::not_found, "policy for " + std::string(target) + " not found",
              "ockam policy list");
}

} // namespace

policies::entries::const_iterator policies::find(std::string_view target) const {
  const auto& all = access_.policies();
  const auto named = all.find({kind::resource, std::string(target)});
  return named != all.end() ? named : all.find({kind::type, std::string(target)});
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

void policies::create(const json& fields, answer to) {
  field_reader in{fields};
  const auto name = in.text("resource", ""), type = in.text("resource_type", "");
  static_cast<void>(in.text("expression")); // must be there
  const auto rule = in.policy("expression");
  if (!in.ok()) return to(in.failure());
  if (name.empty() == type.empty())
    return to(fail(errc::invalid, "a policy is for a resource or for a type of resource"));
  const policy_target target{name.empty() ? kind::type : kind::resource, name + type};
  if (const auto set = access_.set(target, *rule); !set) return to(set.error());
  to(describe(target, *rule));
}

result<json> policies::remove(std::string_view target) {
  const auto at = find(target);
  if (at == access_.policies().end()) return not_found(target);
  auto gone = describe(at->first, at->second);
  access_.remove(policy_target(at->first));
  return gone;
}

} // namespace ockam::actors
