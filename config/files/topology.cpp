#include "config/files/topology.hpp"

#include "config/defaults.hpp"
#include "config/files/topology_reader.hpp"
#include "config/text/name.hpp"
#include "wire/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace ockam::config {

namespace {

status settle_node(on_node& what, const topology& whole) {
  if (what.node.starts_with("/node/")) what.node.erase(0, std::string_view("/node/").size());
  if (!what.node.empty() || whole.nodes.empty()) return done{};
  if (whole.nodes.size() > 1)
    return wrong_at(what.at, std::string(what.kind().noun) + " says not at which node it is",
                    what.kind().noun == relay::its_kind.noun ? "to: " + whole.nodes.front().name
                                                             : "at: " + whole.nodes.front().name);
  what.node = whole.nodes.front().name;
  return done{};
}

/// The text that people call it by.
std::string& name_of(on_node& what) {
  const auto rows = what.rows();
  const auto own =
      std::find_if(rows.begin(), rows.end(), [](const field& each) { return each.is(telling); });
  return *value_in<std::string>(what, *own);
}

/// Gives names as commands do, but never at random: the next reading has to give the same names.
void name_what_has_no_name(topology& whole) {
  for (auto& each : whole.all<service>())
    if (each.address.empty()) each.address = each.type;
  std::map<std::pair<std::string, std::string_view>, std::size_t> unnamed;
  for (auto* each : whole.on_nodes()) {
    const auto& kind = each->kind();
    auto& name = name_of(*each);
    if (kind.otherwise.empty() || !name.empty()) continue;
    const auto number = kind.numbered ? ++unnamed[{each->node, kind.noun}] : 1;
    name = kind.otherwise;
    if (number > 1) name += "-" + std::to_string(number);
  }
}

/// Everything that was said of a relay, but where it shall be and what it stands below.
nlohmann::json without_places(const relay& what) {
  auto all = write_body(what);
  all.erase("at");
  all["to"] = what.node;
  all["wait"] = what.wait ? what.wait->count() : 0;
  return all;
}

/// A relay that is here several times, at other places, is one relay at all of them.
void join_relays(std::vector<relay>& all) {
  std::vector<relay> joined;
  for (auto& each : all) {
    const auto same = std::find_if(joined.begin(), joined.end(), [&](relay& one) {
      return !each.places.empty() && !one.places.empty()
             && without_places(one) == without_places(each);
    });
    const auto is_known = [&](const std::string& at) {
      return std::find(same->places.begin(), same->places.end(), at) != same->places.end();
    };
    if (same == joined.end() || std::any_of(each.places.begin(), each.places.end(), is_known)) {
      joined.push_back(std::move(each));
      continue;
    }
    std::move(each.places.begin(), each.places.end(), std::back_inserter(same->places));
  }
  all = std::move(joined);
}

/// The place of a key in its file, or that of the whole thing if nobody said the key.
position place_of(const resource& what, const char* key) {
  const auto found = what.said.find(key);
  return found == what.said.end() ? what.at : found->second;
}

status check_name_of(const resource& what, named kind, std::string_view name) {
  if (name.empty()) return done{};
  const auto good = check_name(kind, name);
  return good ? done{}
              : status(wrong_at(place_of(what, "name"), good.error().message, good.error().hint));
}

status check_node(const node& each) {
  std::string_view name = each.name;
  if (constexpr std::string_view prefix = "/node/"; name.starts_with(prefix))
    name.remove_prefix(prefix.size());
  if (auto good = check_name_of(each, named::node, name); !good) return good;
  if (each.threads.empty()) return done{};
  const auto threads = wire::whole_number<std::size_t>(each.threads);
  if (threads && *threads > 0 && *threads <= node_threads_max) return done{};
  return wrong_at(place_of(each, "threads"),
                  "threads: " + each.threads + " is no number of threads",
                  "1 to " + std::to_string(node_threads_max));
}

/// Checks the names of vaults, identities and nodes; of what nodes have, others check all values.
status check_names(const topology& whole) {
  for (const auto& each : whole.nodes)
    if (auto good = check_node(each); !good) return good;
  for (const auto& each : whole.vaults)
    if (auto good = check_name_of(each, named::vault, each.name); !good) return good;
  for (const auto& each : whole.identities)
    if (auto good = check_name_of(each, named::identity, each.name); !good) return good;
  return done{};
}

status check(topology& whole) {
  if (auto good = check_names(whole); !good) return good;
  for (const auto& each : whole.all<policy>())
    if (each.target.empty() == each.target_type.empty())
      return wrong_at(each.at, "a policy is for a resource or for a resource-type",
                      "resource-type: tcp-outlet");
  for (auto* each : whole.on_nodes())
    for (const auto& row : each->rows())
      if (const auto* text = value_in<std::string>(*each, row);
          row.is(needed) && text && text->empty())
        return wrong_at(each->at, std::string(each->kind().noun) + " needs "
                                      + std::string(row.name()) + ": " + std::string(row.value));
  if (whole.tickets.size() > 1)
    return wrong_at(whole.tickets[1].at, "one ticket is enough; this is the second");
  return done{};
}

status complete(topology& whole) {
  std::set<std::string> names;
  for (const auto& each : whole.nodes)
    if (!names.insert(each.name).second)
      return wrong_at(each.at, "node " + each.name + " is here twice");
  for (auto* each : whole.on_nodes())
    if (auto ok = settle_node(*each, whole); !ok) return ok;
  name_what_has_no_name(whole);
  join_relays(whole.all<relay>());
  return check(whole);
}

} // namespace

std::vector<on_node*> topology::on_nodes() {
  std::vector<on_node*> found;
  const auto add = [&](auto& some) {
    for (auto& each : some) found.push_back(&each);
  };
  std::apply([&](auto&... some) { (add(some), ...); }, on_them.all);
  return found;
}

on_node* add_on_node(topology& to, std::string_view plural) {
  return topology_reader::add(to, plural);
}

void give_ticket_to_node(topology& whole) {
  if (whole.nodes.size() != 1 || whole.tickets.empty()) return;
  auto& only = whole.nodes.front();
  const auto& given = whole.tickets.front();
  if (!given.identity.empty() && given.identity != only.identity) return;
  if (only.enrollment_ticket.empty()) only.enrollment_ticket = given.text;
  whole.tickets.clear();
}

result<topology> read_topology(std::string_view text, variable_sources from, topology_scope scope) {
  OCKAM_TRY(root, parse_document(text));
  variable_values known{std::move(from)};
  for (const auto& member : root.members)
    if (member.name == "variables")
      if (auto ok = known.declare(member.value); !ok) return ok.error();
  std::erase_if(root.members, [](const auto& each) { return each.name == "variables"; });
  if (auto ok = known.expand(root); !ok) return ok.error();
  topology_reader reader;
  for (const auto& name : known.overridden())
    reader.into.notes.push_back("variable " + name
                                + " is taken from the environment and not from the file");
  if (auto ok = reader.top(root, scope); !ok) return ok.error();
  if (auto ok = complete(reader.into); !ok) return ok.error();
  return std::move(reader.into);
}

} // namespace ockam::config
