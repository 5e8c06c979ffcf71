#include "config/spec/resource.hpp"

#include "config/base/suggestion.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::config {

namespace {

using nlohmann::json;
using shape = document_value::shape;

std::string with_dashes(std::string_view name) {
  std::string text{name};
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

error unknown_key(const resource& what, const document_member& given,
                  const std::vector<key>& known) {
  std::vector<std::string> names;
  for (const auto& each : known)
    for (auto& name : split_names(each.words.names))
      if (name.size() > 1) names.push_back(std::move(name));
  const auto meant = closest(with_dashes(given.name), names);
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

result<std::string> word(const std::string& name, const document_value& value) {
  if (value.is == shape::nothing || (value.is == shape::word && value.text.empty()))
    return wrong_at(value.at, name + " needs a value");
  if (value.is == shape::list) return wrong_at(value.at, name + " has one value, not a list");
  if (value.is == shape::map) return wrong_at(value.at, name + " is a text, not a map");
  return value.text;
}

status set(const key& which, const std::string& name, const document_value& value) {
  if (auto flag = std::get_if<bool*>(&which.place)) return set_flag(**flag, name, value);
  if (auto text = std::get_if<std::string*>(&which.place)) {
    auto given = word(name, value);
    if (given) **text = std::move(*given);
    return given ? status(done{}) : given.error();
  }
  auto& all = *std::get<std::vector<std::string>*>(which.place);
  if (value.is != shape::list) {
    auto given = word(name, value);
    if (given) all.push_back(std::move(*given));
    return given ? status(done{}) : given.error();
  }
  for (const auto& item : value.items) {
    OCKAM_TRY(given, word(name, item));
    all.push_back(std::move(given));
  }
  return done{};
}

} // namespace

const key* find_key(const std::vector<key>& known, std::string_view name) {
  const auto wanted = with_dashes(name);
  for (const auto& each : known)
    for (const auto& called : split_names(each.words.names))
      if (called == wanted && called.size() > 1) return &each;
  return nullptr;
}

status read_keys(resource& into, const document_value& map, std::vector<std::string>& notes) {
  const auto known = into.keys();
  for (const auto& given : map.members) {
    const auto* which = find_key(known, given.name);
    if (!which) return unknown_key(into, given, known);
    if (which->kind == value_kind::refused) return wrong_at(given.at, which->words.help);
    if (which->kind == value_kind::ignored) {
      notes.push_back(wrong_at(given.at, given.name + " is ignored: " + which->words.help).message);
      continue;
    }
    const auto [said, is_new] = into.said.emplace(which->words.name(), given.value.at);
    if (!is_new)
      return wrong_at(given.at, given.name + " was said in line "
                                    + std::to_string(said->second.line) + " already");
    if (auto ok = set(*which, given.name, given.value); !ok) return ok;
  }
  for (const auto& each : known)
    if (each.words.is(option::required) && !into.said.contains(each.words.name()))
      return wrong_at(into.at, std::string(into.kind().noun) + " needs " + each.words.name() + ": "
                                   + each.words.value);
  return done{};
}

json fields_of(resource& what) {
  auto fields = json::object();
  for (const auto& each : what.keys()) {
    if (each.field.empty()) continue;
    if (const auto flag = std::get_if<bool*>(&each.place); flag && **flag)
      fields[each.field] = true;
    if (const auto text = std::get_if<std::string*>(&each.place); text && !(*text)->empty())
      fields[each.field] = **text;
    if (const auto all = std::get_if<std::vector<std::string>*>(&each.place);
        all && !(*all)->empty())
      fields[each.field] = **all;
  }
  return fields;
}

void take_fields(resource& into, const json& fields) {
  for (const auto& each : into.keys()) {
    const auto found = each.field.empty() ? fields.end() : fields.find(each.field);
    if (found == fields.end()) continue;
    if (const auto flag = std::get_if<bool*>(&each.place); flag && found->is_boolean())
      **flag = found->get<bool>();
    if (const auto text = std::get_if<std::string*>(&each.place))
      **text = found->is_string() ? found->get<std::string>() : found->dump();
    if (const auto all = std::get_if<std::vector<std::string>*>(&each.place)) {
      const auto one_by_one = found->is_array() ? *found : json::array({*found});
      for (const auto& one : one_by_one)
        if (one.is_string()) (*all)->push_back(one.get<std::string>());
    }
  }
}

} // namespace ockam::config
