#include "config/files/topology_reader.hpp"

#include "config/base/suggestion.hpp"
#include "config/defaults.hpp"
#include "config/files/read_keys.hpp"

#include <algorithm>
#include <array>

namespace ockam::config {

namespace {

using shape = document_value::shape;

constexpr std::array top_words{"version", "variables", "hub"};

std::string with_dashes(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

/// Add-ons of upstream that are not here.
std::optional<error> not_here(const document_member& given) {
  const auto name = with_dashes(given.name);
  for (const auto* product : {"kafka", "influxdb"})
    if (name.starts_with(product))
      return wrong_at(given.at,
                      given.name
                          + " is not supported: portals carry bytes and know "
                            "nothing of their protocol",
                      "a tcp-outlet and a tcp-inlet reach such a server as they do any other");
  return {};
}

} // namespace

struct topology_reader::section {
  const resource_kind& kind;
  /// Adds one that is on that node, as far as it can be on one.
  resource& (*add_to)(topology&, const std::string& node);
};

/// What stands at the top only, and what may also stand below a node.
const std::vector<topology_reader::section>& topology_reader::home_sections() {
  using name = const std::string&;
  static const std::vector<section> all{
      {ticket::its_kind, [](topology& to, name) -> resource& { return to.tickets.emplace_back(); }},
      {vault::its_kind, [](topology& to, name) -> resource& { return to.vaults.emplace_back(); }},
      {identity::its_kind,
       [](topology& to, name) -> resource& { return to.identities.emplace_back(); }},
      {node::its_kind, [](topology& to, name) -> resource& { return to.nodes.emplace_back(); }}};
  return all;
}

namespace {

template <class Kind>
resource& add_on(topology& to, const std::string& node) {
  auto& made = to.all<Kind>().emplace_back();
  made.node = node;
  return made;
}

} // namespace

const std::vector<topology_reader::section>& topology_reader::node_sections() {
  static const auto all = []<class... Kinds>(const lists_of<Kinds...>&) {
    std::vector<section> found;
    ((Kinds::its_kind.in_files ? found.push_back({Kinds::its_kind, add_on<Kinds>}) : void()), ...);
    return found;
  }(resource_lists{});
  return all;
}

const topology_reader::section* topology_reader::find(const std::vector<section>& among,
                                                      std::string_view name) {
  const auto wanted = with_dashes(name);
  for (const auto& each : among)
    if (wanted == each.kind.noun || wanted == each.kind.plural) return &each;
  return nullptr;
}

on_node* topology_reader::add(topology& to, std::string_view plural) {
  const auto* kind = kind_of(plural);
  if (!kind || !kind->in_files) return nullptr;
  on_node* made = nullptr;
  const auto add = [&]<class Kind>(std::vector<Kind>& all) {
    if (&Kind::its_kind == kind) made = &all.emplace_back();
  };
  std::apply([&](auto&... all) { (add(all), ...); }, to.on_them.all);
  return made;
}

status topology_reader::top(const document_value& root, topology_scope scope) {
  if (root.is == shape::nothing) return wrong_at({}, "there is nothing in it");
  if (root.is != shape::map) return wrong_at(root.at, "not a map of keys and values");
  const bool one = scope == topology_scope::one_node;
  is_of_node_ = one || std::any_of(root.members.begin(), root.members.end(), [](const auto& each) {
                  return each.name == "name";
                });
  auto of_node = value_of(shape::map, root.at);
  for (const auto& given : root.members) {
    if (auto why = not_here(given)) return *why;
    if (auto read = top_key(given, of_node); !read) return read;
  }
  if (one && !into.nodes.empty())
    return wrong_at(into.nodes.front().at, "this is a file of one node", "ockam run FILE");
  if (one || !of_node.members.empty()) {
    auto& self = into.nodes.emplace_back();
    self.at = of_node.members.empty() ? root.at : of_node.members.front().at;
    if (auto read = read_keys(self, of_node, into.notes); !read) return read;
    if (!one && self.name.empty())
      return wrong_at(self.at, "the node of these keys has no name",
                      "name: NAME; ockam node create FILE finds one by itself");
  }
  return done{};
}

status topology_reader::top_key(const document_member& given, document_value& of_node) {
  auto name = with_dashes(given.name);
  if (name == "enrollment-ticket") name = ticket::its_kind.noun; // for all that the file says
  if (name == "version") {
    if (given.value.is != shape::word) return wrong_at(given.value.at, "version is a number");
    if (given.value.text != "1") // the reference reads others as it, too
      into.notes.push_back(wrong_at(given.value.at, "read as version 1").message);
    return done{};
  }
  if (name == "hub" || name == "hubs") return hubs(given.value);
  if (name == "projects" || (name == "project" && given.value.is == shape::map))
    return projects(given.value);
  // `identity: alice` says who a node is, or what to make
  const auto* home_section = find(home_sections(), name);
  const bool says_who =
      is_of_node_ && given.value.is == shape::word && find_field(node::fields(), name);
  if (home_section && !says_who) return read(*home_section, given.value);
  if (const auto* found = find(node_sections(), name)) return read(*found, given.value);
  if (auto known = is_node_key(given, true); !known) return known;
  of_node.members.push_back(given);
  return done{};
}

status topology_reader::hubs(const document_value& value) {
  const auto alone = std::vector{value};
  const auto& all = value.is == shape::list ? value.items : alone;
  if (all.empty() || all.size() > inlet_routes_max)
    return wrong_at(value.at, "hub is one to " + std::to_string(inlet_routes_max) + " routes",
                    "hub: [/dnsaddr/hub-1.example.net/tcp/7000, "
                    "/dnsaddr/hub-2.example.net/tcp/7000]");
  for (const auto& each : all) {
    if (each.is != shape::word || !each.text.starts_with('/'))
      return wrong_at(each.at, "hub is a route", "hub: /dnsaddr/hub.example.net/tcp/7000");
    if (std::find(into.hubs.begin(), into.hubs.end(), each.text) != into.hubs.end())
      return wrong_at(each.at, "hub " + each.text + " is here twice");
    into.hubs.push_back(each.text);
  }
  return done{};
}

/// `projects: { enroll: TICKET }`, or a list of tickets, as recipes of 0.84 to 0.150 have it.
status topology_reader::projects(const document_value& value) {
  if (value.is != shape::map) return wrong_at(value.at, "projects is a map of its keys");
  for (const auto& given : value.members) {
    if (given.name != "enroll")
      return wrong_at(given.at, "projects has no key " + given.name, "enroll: TICKET");
    if (given.value.is == shape::nothing)
      return wrong_at(given.value.at, "enroll needs a value", "enroll: TICKET");
    if (auto ok = read(*find(home_sections(), ticket::its_kind.noun), given.value); !ok) return ok;
  }
  return done{};
}

/// Suggests also what is no key of the node.
status topology_reader::is_node_key(const document_member& given, bool at_top) {
  if (find_field(node::fields(), given.name)) return done{};
  std::vector<std::string> names;
  for (const auto& each : node::fields())
    for (auto& name : split_names(each.names))
      if (name.size() > 1) names.push_back(std::move(name));
  const auto add = [&](const std::vector<section>& more) {
    for (const auto& each : more)
      for (const auto name : {each.kind.noun, each.kind.plural}) names.emplace_back(name);
  };
  add(node_sections());
  if (at_top) add(home_sections());
  if (at_top) names.insert(names.end(), top_words.begin(), top_words.end());
  const auto meant = closest(with_dashes(given.name), names);
  return wrong_at(given.at, "unknown key " + given.name,
                  meant.empty() ? "" : "did you mean " + meant + "?");
}

status topology_reader::read(const section& of, const document_value& value) {
  switch (value.is) {
  case shape::nothing: return done{};
  case shape::word: return named(of, value.text, value.at, value_of(shape::nothing, value.at));
  case shape::list:
    for (const auto& item : value.items) {
      if (item.is == shape::list)
        return wrong_at(item.at, "a list in the list of " + std::string(of.kind.plural));
      if (auto ok = read(of, item); !ok) return ok;
    }
    return done{};
  case shape::map:
    if (is_one(of, value)) return one(of, {}, value);
    for (const auto& [name, at, below] : value.members)
      if (auto ok = named(of, name, at, below); !ok) return ok;
    return done{};
  }
  return done{};
}

/// Whether a map is the keys of one thing and not names of several, which have maps below them.
bool topology_reader::is_one(const section& of, const document_value& map) {
  const auto is_key = [&](const document_member& each) {
    return find_field(of.kind.fields(), each.name) != nullptr
           || (of.kind.noun == node::its_kind.noun && find(node_sections(), each.name) != nullptr);
  };
  const auto has_value = [](const document_member& each) {
    return each.value.is == shape::word || each.value.is == shape::list;
  };
  return std::any_of(map.members.begin(), map.members.end(), has_value)
         || (!map.members.empty() && std::all_of(map.members.begin(), map.members.end(), is_key));
}

status topology_reader::named(const section& of, const std::string& name, const position& at,
                              const document_value& value) {
  if (of.kind.name.empty() || (value.is == shape::nothing && !of.kind.word_is_name))
    return wrong_at(at, std::string(of.kind.noun) + " is a map of its keys");
  if (name.empty()) return wrong_at(at, std::string(of.kind.noun) + " needs a name");
  auto map = value;
  map.is = shape::map, map.at = at;
  return one(of,
             document_member{std::string(of.kind.name), at, value_of(shape::word, at, name, true)},
             map);
}

/// `name`: what stands before the colon, unless the keys say it.
status topology_reader::one(const section& of, std::optional<document_member> name,
                            document_value map) {
  if (of.kind.noun == node::its_kind.noun) return node_with_sections(of, name, map);
  auto& made = of.add_to(into, inside_);
  made.at = name ? name->at : map.at;
  if (name) put_first(made, std::move(*name), map);
  return read_keys(made, map, into.notes);
}

void topology_reader::put_first(const resource& made, document_member name, document_value& map) {
  const auto* own = find_field(made.rows(), name.name);
  const auto says_it = [&](const document_member& each) {
    return own && find_field(made.rows(), each.name) == own;
  };
  if (std::none_of(map.members.begin(), map.members.end(), says_it))
    map.members.insert(map.members.begin(), std::move(name));
}

status topology_reader::node_with_sections(const section& of, std::optional<document_member>& name,
                                           const document_value& map) {
  auto own = value_of(shape::map, map.at);
  std::vector<std::pair<const section*, const document_value*>> below;
  for (const auto& given : map.members) {
    if (auto why = not_here(given)) return *why;
    if (const auto* found = find(node_sections(), given.name)) {
      below.emplace_back(found, &given.value);
      continue;
    }
    if (auto known = is_node_key(given, false); !known) return known;
    own.members.push_back(given);
  }
  auto& made = of.add_to(into, inside_);
  made.at = name ? name->at : map.at;
  if (name) put_first(made, std::move(*name), own);
  if (auto ok = read_keys(made, own, into.notes); !ok) return ok;
  inside_ = into.nodes.back().name;
  if (inside_.empty()) return wrong_at(made.at, "node needs a name");
  for (const auto& [what, value] : below)
    if (auto ok = read(*what, *value); !ok) return ok;
  inside_.clear();
  return done{};
}

} // namespace ockam::config
