#include "actors/projects/memberships.hpp"

#include "channels/workers/access_rules.hpp"

#include <nlohmann/json.hpp>

namespace ockam::actors {

namespace {

json describe(const membership& m) {
  const auto& project = m.where();
  json out{{"name", project.name},
           {"id", project.id},
           {"identifier", to_string(project.node)},
           {"authority", to_string(project.authority.id())},
           {"status", m.shown() ? "member" : "no member"},
           {"reason", m.why_none()}};
  if (!m.shown()) return out;
  out["credential_expires_at"] = m.shown()->expires_at();
  out["attributes"] = m.shown()->attributes();
  return out;
}

} // namespace

json memberships::describe_lost(const std::string& name) const {
  auto why = access_.why_closed();
  if (why.empty()) why = "its home knows it no more";
  return {{"name", name}, {"status", "gone"}, {"reason", std::move(why)}};
}

result<json> memberships::list() const {
  auto out = json::array();
  for (const auto& [name, each] : in_.all()) out.push_back(describe(*each.object));
  for (const auto& name : access_.lost_projects())
    if (in_.all().count(name) == 0) out.push_back(describe_lost(name));
  return out;
}

result<json> memberships::show(std::string_view name) const {
  const auto at = in_.all().find(std::string(name));
  if (at != in_.all().end()) return describe(*at->second.object);
  if (access_.lost_projects().count(std::string(name)) > 0) return describe_lost(std::string(name));
  return fail(errc::not_found, "this node is in no project " + std::string(name),
              "ockam project list");
}

} // namespace ockam::actors
