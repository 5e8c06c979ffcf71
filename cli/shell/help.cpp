#include "cli/shell/help.hpp"

#include <algorithm>

namespace ockam::cli {
namespace {

/// Two columns below a title; empty without rows.
std::string section(const std::string& title, const rows_of_two& rows, std::size_t width) {
  return rows.empty() ? "" : "\n" + title + ":\n" + columns(rows, width);
}

std::string options_table(const std::string& title, std::span<const option> options,
                          std::size_t width) {
  rows_of_two rows;
  for (const auto& each : options)
    if (!each.is(option::hidden))
      rows.emplace_back(flags_of(each),
                        each.help + (each.is(option::required) ? " (required)" : ""));
  return section(title, rows, width);
}

/// Nouns below the headings of their groups, each where the first one of it stands.
std::string groups(std::span<const noun> nouns, std::size_t width) {
  std::vector<std::string> titles;
  for (const auto& each : nouns)
    if (std::find(titles.begin(), titles.end(), each.group) == titles.end())
      titles.push_back(each.group);
  std::string text;
  for (const auto& title : titles) {
    rows_of_two rows;
    for (const auto& each : nouns)
      if (!each.hidden && each.group == title) rows.emplace_back(each.name, each.summary);
    text += section(title.empty() ? "Commands" : title, rows, width);
  }
  return text;
}

} // namespace

std::string flags_of(const option& each) {
  auto names = split_names(each.names);
  std::stable_partition(names.begin(), names.end(), [](auto& name) { return name.size() == 1; });
  std::string text;
  for (const auto& name : names)
    text += (text.empty() ? "" : ", ") + std::string(name.size() == 1 ? "-" : "--") + name;
  return each.value.empty() ? text : text + " " + each.value;
}

std::string usage(const noun& subject, const command& action) {
  auto text = full_name(subject, action);
  for (const auto& each : action.positionals)
    text +=
        (each.required ? " " + each.name : " [" + each.name + "]") + (each.repeated ? "..." : "");
  for (const auto& each : action.options)
    if (each.is(option::required)) text += " --" + each.name() + " " + each.value;
  return text + " [OPTIONS]";
}

std::string full_name(const noun& subject, const command& action) {
  return "ockam " + subject.name + (action.verb.empty() ? "" : " " + action.verb);
}

std::string help(std::span<const noun> nouns, std::size_t width) {
  return wrapped("Routes messages between nodes, through relays, and carries TCP over such routes.",
                 width, 0)
         + "\nUsage: ockam COMMAND [VERB] [OPTIONS]\n" + groups(nouns, width)
         + options_table("Options of every command", global_options(), width)
         + section("More",
                   {{"ockam help COMMAND [VERB]", "a command, and a verb of it, with examples"},
                    {"ockam help topics", "routes, policies, exit codes and what else there is"}},
                   width);
}

std::string help(const noun& subject, std::size_t width) {
  rows_of_two verbs;
  const auto* const alone = subject.by_itself();
  for (const auto& each : subject.verbs)
    verbs.emplace_back(&each == alone ? "(none)" : each.verb, each.summary);
  const auto* const verb = alone ? " [VERB]" : " VERB";
  std::string text = wrapped(subject.summary, width, 0) + "\nUsage: ockam " + subject.name + verb
                     + " [OPTIONS]\n" + section("Verbs", verbs, width) + "\nExamples:\n";
  for (const auto& each : subject.verbs) {
    const auto shown = &each == alone ? each.examples.size() : 1; // its own help is this one
    for (std::size_t i = 0; i < shown; ++i) text += "  " + each.examples[i] + "\n";
  }
  if (alone) text += options_table("Options without a verb", alone->options, width);
  return text + "\nMore: ockam help " + subject.name + " VERB\n";
}

std::string help(const noun& subject, const command& action, std::size_t width) {
  rows_of_two words;
  for (const auto& each : action.positionals) words.emplace_back(each.name, each.help);
  std::string text = wrapped(action.summary, width, 0) + "\nUsage: " + usage(subject, action) + "\n"
                     + section("Arguments", words, width)
                     + options_table("Options", action.options, width) + "\nExamples:\n";
  for (const auto& each : action.examples) text += "  " + each + "\n";
  return text + "\nOptions of every command: ockam help\n";
}

std::string help_of_topics(std::size_t width) {
  rows_of_two rows;
  for (const auto& each : topics()) rows.emplace_back(each.name, summary_of(each));
  return "Usage: ockam help TOPIC\n" + section("Topics", rows, width);
}

std::optional<std::string> help_about(std::span<const std::string> words, std::size_t width) {
  if (words.size() != 1) return {};
  if (words.front() == "topics") return help_of_topics(width);
  const auto* const found = find_topic(words.front());
  if (!found) return {};
  return page_text(found->text, width);
}

} // namespace ockam::cli
