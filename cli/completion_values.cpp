#include "cli/completion_values.hpp"

#include "channels/policy/resource_types.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/home/home_project.hpp"
#include "cli/sharing/shares.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/base/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace ockam::cli {
namespace {

using names = std::vector<std::string>;

names node_names(home& nodes) {
  const auto all = nodes.node_names();
  return all ? *all : names{};
}

/// What the nodes that run have of a kind: in the list at `path`, by `key`.
names names_on_nodes(home& nodes, const std::string& path, const std::string& key) {
  names found;
  for (const auto& node : node_names(nodes)) {
    const auto client = nodes.open(node);
    if (!client) continue;
    const auto list = (*client)->get(path);
    if (!list || !list->is_array()) continue;
    for (const auto& each : *list) {
      const auto shared = path == "/v1/tcp-outlets" ? share_in(node, each) : std::nullopt;
      if (key == "share" && shared) found.push_back(shared->name);
      if (key != "share" && !shared) found.push_back(config::text_in(each, key));
    }
  }
  return found;
}

names identity_names(bool identifiers) {
  names found;
  if (auto state = existing_state(); state && *state)
    if (const auto all = (*state)->identities().all())
      for (const auto& each : *all) found.push_back(identifiers ? each.identifier : each.name);
  return found;
}

names vault_names() {
  names found;
  if (auto state = existing_state(); state && *state)
    if (const auto all = (*state)->vaults().all())
      for (const auto& each : *all) found.push_back(each.name);
  return found;
}

names project_names() {
  names found;
  if (const auto all = known_projects())
    for (const auto& each : *all) found.push_back(each.what.name);
  return found;
}

/// Where routes begin.
names route_heads(home& nodes) {
  names found;
  for (const auto& each : node_names(nodes)) found.push_back("/node/" + each);
  for (const auto& each : project_names()) found.push_back("/project/" + each);
  return found;
}

/// What a noun's `show` and `delete` take.
names names_of_noun(home& nodes, const std::string& noun) {
  if (noun == "node" || noun == "export") return node_names(nodes);
  if (noun == "identity") return identity_names(false);
  if (noun == "vault") return vault_names();
  if (noun == "project") return project_names();
  if (noun == "share") return names_on_nodes(nodes, "/v1/tcp-outlets", "share");
  if (noun == "relay" || noun == "forwarder") return names_on_nodes(nodes, "/v1/relays", "name");
  struct source {
    std::string noun, path, key;
  };
  static const std::vector<source> sources{
      {"tcp-inlet", "/v1/tcp-inlets", "alias"},
      {"tcp-outlet", "/v1/tcp-outlets", "alias"},
      {"tcp-listener", "/v1/tcp-listeners", "id"},
      {"tcp-connection", "/v1/tcp-connections", "id"},
      {"secure-channel", "/v1/secure-channels", "address"},
      {"secure-channel-listener", "/v1/secure-channel-listeners", "address"},
      {"policy", "/v1/policies", "target"}};
  for (const auto& each : sources)
    if (each.noun == noun) return names_on_nodes(nodes, each.path, each.key);
  return {};
}

/// `auto|required|off`: the words themselves; what is in capitals stands for something else.
names words_of(const std::string& value) {
  names words;
  std::string word;
  for (const auto c : value + "|") {
    if (c != '|') {
      word += c;
      continue;
    }
    if (std::none_of(word.begin(), word.end(), [](char one) { return one >= 'A' && one <= 'Z'; }))
      words.push_back(word);
    word.clear();
  }
  return words;
}

bool has_word(const std::string& value, std::string_view word) {
  return ("|" + value + "|").find("|" + std::string{word} + "|") != std::string::npos;
}

names values_of(home& nodes, const option& each) {
  const auto name = each.name();
  if (auto words = words_of(each.value); !words.empty()) return words;
  if (has_word(each.value, "NODE")) return node_names(nodes);
  if (has_word(each.value, "ROUTE")) return route_heads(nodes);
  if (name == "identity" || name == "as") return identity_names(false);
  if (has_word(each.value, "IDENTIFIER")) return identity_names(true);
  if (name == "vault") return vault_names();
  if (name.starts_with("project")) return project_names();
  if (name == "via") return names_of_noun(nodes, "relay");
  if (name == "resource-type")
    return {channels::resource_types::all.begin(), channels::resource_types::all.end()};
  if (name == "resource") {
    auto all = names_of_noun(nodes, "tcp-outlet");
    std::ranges::move(names_of_noun(nodes, "tcp-inlet"), std::back_inserter(all));
    return all;
  }
  return {};
}

names values_of(home& nodes, const noun& subject, const command& action, const positional& each) {
  if (each.name == "SHELL") return {"bash", "zsh", "fish", "elvish", "powershell"};
  if (each.name == "TYPE") return {"hop", "echo", "uppercase"};
  if (has_word(each.name, "ROUTE")) return route_heads(nodes);
  if (has_word(each.name, "NODE")) return node_names(nodes);
  if (has_word(each.name, "IDENTIFIER")) return identity_names(true);
  static const names making{"create", "import", "store", "add"}; // a name that is new
  if (std::find(making.begin(), making.end(), action.verb) != making.end()) return {};
  return has_word(each.name, "FILE") ? names{} : names_of_noun(nodes, subject.name);
}

/// Whether a shell takes a word for nothing else: relays have the names that strangers gave them,
/// and bash expands what completes a word.
bool is_plain(std::string_view word) {
  constexpr std::string_view others = "-_.:/@%+=,";
  return !word.starts_with('-') && std::all_of(word.begin(), word.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || others.find(c) != others.npos;
  });
}

status print_values(invocation& call) {
  const auto said = [&](std::size_t i) { return call.args.positional_at(i).value_or(""); };
  const auto all = all_nouns();
  for (const auto& subject : all)
    for (const auto& action : subject.verbs) {
      if (subject.name != said(0) || action.verb != said(1)) continue;
      const auto values = values_for(call.host.nodes, subject, action, said(2));
      if (!values) break;
      for (const auto& each : *values)
        if (is_plain(each)) call.host.out << each << '\n';
      return done{};
    }
  return fail(errc::not_found, "no value is expected there", "ockam completion bash");
}

} // namespace

std::optional<names> values_for(home& nodes, const noun& subject, const command& action,
                                const std::string& previous) {
  const auto bare = previous.substr(std::min(previous.find_first_not_of('-'), previous.size()));
  if (previous.starts_with('-'))
    for (const auto* const options : {&action.options, &global_options()})
      for (const auto& each : *options) {
        const auto known = split_names(each.names);
        if (each.value.empty() || std::find(known.begin(), known.end(), bare) == known.end())
          continue;
        return values_of(nodes, each);
      }
  if (action.positionals.empty()) return {};
  auto values = values_of(nodes, subject, action, action.positionals.front());
  const bool is_file = action.positionals.front().name.find("FILE") != std::string::npos;
  if (values.empty() && !is_file) return {};
  return values;
}

noun completion_values() {
  const std::string summary = "Print what a value may be, for the scripts of `ockam completion`";
  return {"complete",
          summary,
          {{"",
            summary,
            {{"NOUN", "Of the command", true},
             {.name = "VERB",
              .help = "Of the command, or empty",
              .required = true,
              .may_be_empty = true},
             {.name = "PREVIOUS",
              .help = "The word in front of the value, behind --",
              .may_be_empty = true}},
            {},
            {"ockam complete relay show"},
            print_values}},
          true};
}

} // namespace ockam::cli
