#include "cli/topology/topology_plan.hpp"

#include "config/files/comparison.hpp"
#include "config/spec/kinds.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace ockam::cli {

namespace {

using nlohmann::json;

/// What tells it from the others of its kind; empty for what files do not have.
std::string name_of(const std::string& plural, const json& body) {
  const auto* const kind = config::kind_of(plural);
  return kind ? config::telling_name(*kind, body) : std::string();
}

/// The names of the fields in which they differ, with commas.
std::string difference(const std::string& plural, const json& wanted, const json& there) {
  std::string names;
  const auto* const kind = config::kind_of(plural);
  if (!kind) return names;
  for (const auto& each : config::differing_fields(*kind, wanted, there))
    names += (names.empty() ? "" : ", ") + each;
  return names;
}

using key = std::array<std::string, 3>;

json kept_body(const config::declaration& kept) {
  auto body = json::parse(kept.body, nullptr, false);
  return body.is_object() ? body : json::object();
}

using declared_by_key = std::map<key, const config::declaration*>;

key key_of(const wanted_resource& one) {
  const std::string kind{one.kind->plural};
  return {one.node, kind, name_of(kind, one.body)};
}

/// What is told by an address of which any port will do; not what somebody else means by its own.
declared_by_key::const_iterator of_any_port(const declared_by_key& there, const key& which,
                                            const std::set<key>& exact) {
  return std::find_if(there.begin(), there.end(), [&](const auto& each) {
    const auto& [node, kind, name] = each.first;
    return node == which[0] && kind == which[1] && !exact.contains(each.first)
           && config::is_there(which[2], name);
  });
}

std::string singular(const std::string& plural) {
  const auto* const kind = config::kind_of(plural);
  return std::string(kind ? kind->noun : plural);
}

} // namespace

std::string title_of(const std::string& kind, const json& body) {
  return singular(kind) + " " + name_of(kind, body);
}

bool is_that(const std::string& kind, const json& wanted, const json& there) {
  return config::is_there(name_of(kind, wanted), name_of(kind, there));
}

result<topology_plan> compare(const std::vector<wanted_resource>& wanted,
                              const std::vector<config::declaration>& declared,
                              const std::string& made_by) {
  declared_by_key there;
  for (const auto& each : declared)
    there[{each.node, each.kind, name_of(each.kind, kept_body(each))}] = &each;
  topology_plan plan;
  std::vector<change> additions;
  std::set<key> seen, exact;
  for (const auto& each : wanted) exact.insert(key_of(each));
  for (const auto& each : wanted) {
    const std::string kind{each.kind->plural};
    const auto which = key_of(each);
    if (!seen.insert(which).second)
      return config::wrong_at(each.at,
                              title_of(kind, each.body) + " is here twice for node " + each.node);
    declared_by_key::const_iterator found = there.find(which);
    if (found == there.end()) found = of_any_port(there, which, exact);
    if (found == there.end()) {
      additions.push_back({change::verb::create, each, {}});
      continue;
    }
    seen.insert(found->first);
    const auto& before = *found->second;
    const auto differs = difference(kind, each.body, kept_body(before));
    if (differs.empty()) {
      ++plan.unchanged;
      continue;
    }
    if (!before.made_by.empty() && before.made_by != made_by)
      return config::wrong_at(each.at, title_of(kind, each.body) + " of node " + each.node
                                           + " is what " + before.made_by
                                           + " says, and there it has another " + differs);
    additions.push_back({change::verb::replace, each, before, differs});
  }
  if (!made_by.empty())
    for (auto each = declared.rbegin(); each != declared.rend(); ++each)
      if (each->made_by == made_by
          && !seen.contains({each->node, each->kind, name_of(each->kind, kept_body(*each))}))
        plan.changes.push_back({change::verb::remove, {}, *each});
  std::move(additions.begin(), additions.end(), std::back_inserter(plan.changes));
  return plan;
}

json to_json(const change& what) {
  const bool added = what.what == change::verb::create;
  const auto kind = added ? std::string(what.wanted.kind->plural) : what.before.kind;
  const auto body = added ? what.wanted.body : kept_body(what.before);
  const auto* const verb = added                                ? "create"
                           : what.what == change::verb::replace ? "replace"
                                                                : "remove";
  json all{{"change", verb},
           {"kind", singular(kind)},
           {"name", name_of(kind, body)},
           {"node", what.node()}};
  if (!what.reason.empty()) all["fields"] = what.reason;
  return all;
}

std::string to_string(const change& what) {
  const auto told = to_json(what);
  const auto verb = told["change"].get<std::string>();
  const auto* const sign = verb == "create" ? "+ " : verb == "replace" ? "~ " : "- ";
  return sign + verb + " " + told["kind"].get<std::string>() + " " + told["name"].get<std::string>()
         + " at " + what.node() + (what.reason.empty() ? "" : " (" + what.reason + ")");
}

} // namespace ockam::cli
