#include "config/files/comparison.hpp"

#include "config/base/json_text.hpp"
#include "wire/routing/relay_name.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::config {

namespace {

using nlohmann::json;

/// Whether a field of that kind has one of these traits.
bool is_any(const resource_kind& kind, std::string_view name, unsigned traits) {
  const auto rows = kind.fields();
  return std::any_of(rows.begin(), rows.end(),
                     [&](const auto& row) { return row.wire == name && row.is(traits); });
}

/// As a policy's expression, or a list of routes, reads in a sentence.
std::string shown(const json& body, const std::string& field) {
  const auto at = body.find(field);
  if (at == body.end()) return "not said";
  if (at->is_string()) return at->get<std::string>();
  return at->dump();
}

} // namespace

std::string telling_name(const resource_kind& kind, const json& body) {
  if (!body.is_object()) return {};
  for (const auto& row : kind.fields())
    if (row.is(telling))
      if (auto name = text_in(body, row.wire); !name.empty()) return name;
  return {};
}

bool is_there(const json& wanted, const json& there) {
  if (wanted == there || !wanted.is_string() || !there.is_string()) return wanted == there;
  const auto text = wanted.get<std::string>(), other = there.get<std::string>();
  return text.ends_with(":0") && other.starts_with(text.substr(0, text.size() - 1));
}

std::vector<std::string> differing_fields(const resource_kind& kind, const json& wanted,
                                          const json& there) {
  std::vector<std::string> names;
  for (const auto& [field, value] : wanted.items())
    if (!is_any(kind, field, of_making)
        && !(there.contains(field) && is_there(value, there[field])))
      names.push_back(field);
  for (const auto& [field, value] : there.items())
    if (!is_any(kind, field, of_making | chosen) && !wanted.contains(field)) names.push_back(field);
  return names;
}

bool are_namesakes(const resource_kind& kind, const json& one, const json& other) {
  if (!kind.one_of_a_name || !one.is_object() || !other.is_object()) return false;
  const auto rows = kind.fields();
  return std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
    if (!row.is(telling) && row.kind != value_kind::listen) return false;
    const auto mine = text_in(one, row.wire), theirs = text_in(other, row.wire);
    if (mine.empty()) return false;
    if (row.kind == value_kind::relay) return wire::relay_name(mine) == wire::relay_name(theirs);
    return mine == theirs;
  });
}

std::string told_difference(const std::vector<std::string>& fields, const json& wanted,
                            const json& there) {
  std::string text;
  for (const auto& each : fields)
    text += (text.empty() ? "" : "; ") + each + " is " + shown(there, each) + ", and here "
            + shown(wanted, each);
  return text;
}

} // namespace ockam::config
