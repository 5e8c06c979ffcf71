#include "config/files/read_keys.hpp"

#include "config/base/suggestion.hpp"

#include <algorithm>

namespace ockam::config {

namespace {

using shape = document_value::shape;

error unknown_key(const resource& what, const document_member& given) {
  std::vector<std::string> names;
  for (const auto& each : what.rows())
    for (auto& name : split_names(each.names))
      if (name.size() > 1) names.push_back(std::move(name));
  auto wanted = given.name;
  std::replace(wanted.begin(), wanted.end(), '_', '-');
  const auto meant = closest(wanted, names);
  return wrong_at(given.at, std::string(what.kind().noun) + " has no key " + given.name,
                  meant.empty() ? "" : "did you mean " + meant + "?");
}

status set_flag(bool& place, const std::string& name, const document_value& value) {
  const bool yes = value.text == "true", no = value.text == "false";
  if (value.is != shape::word || value.quoted || yes == no)
    return wrong_at(value.at, name + " is true or false");
  place = yes;
  return done{};
}

status set_word(resource& into, const field& row, const std::string& name,
                const document_value& value) {
  if (value.is == shape::nothing || (value.is == shape::word && value.text.empty()))
    return wrong_at(value.at, name + " needs a value");
  if (value.is == shape::list) return wrong_at(value.at, name + " has one value, not a list");
  if (value.is == shape::map) return wrong_at(value.at, name + " is a text, not a map");
  const auto taken = take_text(into, row, value.text);
  return taken ? status(done{}) : wrong_at(value.at, taken.error().message, taken.error().hint);
}

status set_value(resource& into, const field& row, const std::string& name,
                 const document_value& value) {
  if (auto* const flag = value_in<bool>(into, row)) return set_flag(*flag, name, value);
  if (!value_in<texts>(into, row) || value.is != shape::list)
    return set_word(into, row, name, value);
  for (const auto& item : value.items)
    if (auto ok = set_word(into, row, name, item); !ok) return ok;
  return done{};
}

} // namespace

status read_keys(resource& into, const document_value& map, std::vector<std::string>& notes) {
  for (const auto& given : map.members) {
    const auto* row = find_field(into.rows(), given.name);
    if (!row) return unknown_key(into, given);
    if (row->kind == value_kind::refused) return wrong_at(given.at, std::string(row->help));
    if (row->kind == value_kind::ignored) {
      notes.push_back(
          wrong_at(given.at, given.name + " is ignored: " + std::string(row->help)).message);
      continue;
    }
    const auto [said, is_new] = into.said.emplace(std::string(row->name()), given.value.at);
    if (!is_new)
      return wrong_at(given.at, given.name + " was said in line "
                                    + std::to_string(said->second.line) + " already");
    if (auto ok = set_value(into, *row, given.name, given.value); !ok) return ok;
  }
  for (const auto& row : into.rows())
    if (row.is(option::required) && !into.said.contains(std::string(row.name())))
      return wrong_at(into.at, std::string(into.kind().noun) + " needs " + std::string(row.name())
                                   + ": " + std::string(row.value));
  const auto together = into.check();
  return together ? status(done{})
                  : wrong_at(into.at, together.error().message, together.error().hint);
}

} // namespace ockam::config
