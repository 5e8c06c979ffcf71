#include "config/text/variables.hpp"

#include "config/base/suggestion.hpp"
#include "config/defaults.hpp"
#include "wire/bytes.hpp"

#include <algorithm>
#include <cctype>

namespace ockam::config {

namespace {

using shape = document_value::shape;

bool begins_name(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool continues_name(char c) {
  return begins_name(c) || std::isdigit(static_cast<unsigned char>(c)) != 0;
}

} // namespace

status variable_values::declare(const document_value& map) {
  if (map.is == shape::nothing) return done{};
  if (map.is != shape::map)
    return wrong_at(map.at, "variables is a map of names and values", "variables: { PORT: 5000 }");
  if (map.members.size() > variables_max)
    return wrong_at(map.at, "more than " + std::to_string(variables_max) + " variables");
  for (const auto& [name, at, value] : map.members) {
    if (name.empty() || !begins_name(name.front())
        || !std::all_of(name.begin(), name.end(), continues_name))
      return wrong_at(at, name + " is no name of a variable", "letters, digits and _");
    if (value.is == shape::list || value.is == shape::map)
      return wrong_at(value.at, "variable " + name
                                    + " is neither a text, a number nor true or "
                                      "false");
    OCKAM_TRY(text, expand(value.text, value.at));
    declared_[name] = std::move(text);
  }
  return done{};
}

status variable_values::expand(document_value& value) {
  if (value.is == shape::word) {
    OCKAM_TRY(text, expand(value.text, value.at));
    value.text = std::move(text);
  }
  for (auto& item : value.items)
    if (auto ok = expand(item); !ok) return ok;
  for (auto& member : value.members) {
    OCKAM_TRY(name, expand(member.name, member.at));
    member.name = std::move(name);
    if (auto ok = expand(member.value); !ok) return ok;
  }
  return done{};
}

result<std::string> variable_values::expand(const std::string& text, const position& at) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (text[i] != '$' || (next != '$' && next != '{' && !begins_name(next))) {
      out += text[i];
      continue;
    }
    if (next == '$') {
      out += text[++i];
      continue;
    }
    const bool braces = next == '{';
    const auto begin = i + (braces ? 2 : 1);
    const auto end =
        static_cast<std::size_t>(std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(begin),
                                                  text.end(), continues_name)
                                 - text.begin());
    const auto name = text.substr(begin, end - begin);
    if (braces && (name.empty() || end == text.size() || text[end] != '}'))
      return wrong_at(at, "${ without a name and }: " + text, "$$ is a dollar sign");
    OCKAM_TRY(value, value_of(name, at));
    out += value;
    if (out.size() > document_size_max) return wrong_at(at, "variables make this text too long");
    i = braces ? end : end - 1;
  }
  return out;
}

result<std::string> variable_values::value_of(const std::string& name, const position& at) {
  auto found = std::optional<std::string>{};
  const auto declared = declared_.find(name);
  if (const auto given = from_.given.find(name); given != from_.given.end())
    found = given->second;
  else if (from_.environment)
    found = from_.environment(name);
  if (found && !from_.given.contains(name) && declared != declared_.end()
      && *found != declared->second
      && std::find(overridden_.begin(), overridden_.end(), name) == overridden_.end())
    overridden_.push_back(name);
  if (!found && declared != declared_.end()) found = declared->second;
  if (!found) {
    std::vector<std::string> known;
    for (const auto& [each, ignored] : declared_) known.push_back(each);
    const auto meant = closest(name, known);
    return wrong_at(at, "unknown variable " + name,
                    meant.empty() ? "--variable " + name + "=VALUE"
                                  : "did you mean " + meant + "?");
  }
  if (found->empty()) return wrong_at(at, "Empty value for variable '" + name + "'");
  if (found->size() > variable_size_max)
    return wrong_at(at, "the value of variable " + name + " is too long");
  if (!wire::is_utf8(wire::view_of(*found)))
    return wrong_at(at, "the value of variable " + name + " is no UTF-8");
  return *found;
}

} // namespace ockam::config
