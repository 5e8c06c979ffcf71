#include "config/files/topology_text.hpp"

#include "config/text/duration.hpp"

#include <algorithm>
#include <cctype>

namespace ockam::config {

namespace {

using ordered = nlohmann::ordered_json;

/// A dollar sign would begin a variable.
std::string literal(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '$' ? "$$" : std::string(1, c);
  return out;
}

/// Without where it is, which its place in the file says.
ordered object_of(const resource& what) {
  auto object = ordered::object();
  for (const auto& row : what.rows()) {
    if (row.kind == value_kind::name || !row.counts()) continue;
    const std::string name{row.name()};
    if (const auto* flag = value_in<bool>(what, row); flag && *flag) object[name] = true;
    if (const auto* text = value_in<std::string>(what, row); text && !text->empty())
      object[name] = literal(*text);
    if (const auto* time = value_in<time_span>(what, row); time && *time)
      object[name] = duration_text(**time);
    const auto* all = value_in<texts>(what, row);
    if (!all || all->empty()) continue;
    if (all->size() == 1) object[name] = literal(all->front());
    for (const auto& one : *all)
      if (all->size() > 1) object[name].push_back(literal(one));
  }
  return object;
}

template <class Resource>
void add_list(ordered& to, std::vector<Resource>& all) {
  for (auto& each : all) to[std::string(each.kind().plural)].push_back(object_of(each));
}

ordered object_of(const node& what, topology& all) {
  auto object = object_of(static_cast<const resource&>(what));
  for (auto* each : all.on_nodes())
    if (each->node == what.name)
      object[std::string(each->kind().plural)].push_back(object_of(*each));
  return object;
}

/// Words that mean something else without quotes, or could.
bool is_plain(const std::string& text) {
  constexpr std::string_view inside = "_./:$-";
  const auto is_word = [&](unsigned char c) {
    return std::isalnum(c) != 0 || inside.find(static_cast<char>(c)) != inside.npos;
  };
  return !text.empty() && (std::isalnum(static_cast<unsigned char>(text[0])) != 0 || text[0] == '/')
         && text.back() != ':' && std::all_of(text.begin(), text.end(), is_word) && text != "true"
         && text != "false" && text != "null";
}

std::string scalar(const ordered& value) {
  if (!value.is_string()) return value.dump();
  auto text = value.get<std::string>();
  if (is_plain(text)) return text;
  return value.dump(-1, ' ', false, ordered::error_handler_t::replace); // a path may be no UTF-8
}

void print(std::string& out, const ordered& value, const std::string& indent);

/// ` scalar`, or what is nested, on lines of its own.
void print_below(std::string& out, const ordered& value, const std::string& indent) {
  if (!value.is_structured())
    out += " " + scalar(value) + "\n";
  else if (value.empty())
    out += value.is_object() ? " {}\n" : " []\n";
  else {
    out += "\n";
    print(out, value, indent + "  ");
  }
}

void print(std::string& out, const ordered& value, const std::string& indent) {
  if (value.is_object())
    for (const auto& [name, below] : value.items()) {
      out += indent + scalar(name) + ":";
      print_below(out, below, indent);
    }
  else
    for (const auto& item : value) {
      std::string text;
      print_below(text, item, indent);
      // a map begins on the line of its dash
      const auto skipped = text.starts_with('\n') ? indent.size() + 3 : 1;
      out += indent + "- " + text.substr(std::min(skipped, text.size()));
    }
}

} // namespace

ordered to_document(topology& all) {
  auto document = ordered::object();
  add_list(document, all.vaults);
  add_list(document, all.identities);
  if (all.nodes.size() == 1) {
    const auto only = object_of(all.nodes.front(), all);
    for (const auto& [name, value] : only.items()) document[name] = value;
    return document;
  }
  for (auto& each : all.nodes) {
    auto below = object_of(each, all);
    below.erase("name");
    document["nodes"][each.name] = std::move(below);
  }
  return document;
}

std::string to_yaml(const ordered& document) {
  std::string out;
  print(out, document, "");
  return out;
}

} // namespace ockam::config
