#include "actors/projects/memberships.hpp"

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
  if (m.shown()) out["credential_expires_at"] = m.expires_at();
  return out;
}

} // namespace

result<json> memberships::list() const {
  auto out = json::array();
  for (const auto& [name, each] : in_.all()) out.push_back(describe(*each.object));
  return out;
}

result<json> memberships::show(std::string_view name) const {
  const auto at = in_.all().find(std::string(name));
  if (at != in_.all().end()) return describe(*at->second.object);
  return fail(errc::not_found, "this node is in no project " + std::string(name),
              "ockam project list");
}

} // namespace ockam::actors
