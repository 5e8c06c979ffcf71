#include "cli/shell/help.hpp"

#include <algorithm>

namespace ockam::cli {
namespace {

using rows = std::vector<std::pair<std::string, std::string>>;

/// Two columns, the second one aligned.
std::string columns(const std::string& title, const rows& lines) {
  if (lines.empty()) return {};
  std::size_t width = 0;
  for (const auto& [left, right] : lines) width = std::max(width, left.size());
  std::string text = "\n" + title + ":\n";
  for (const auto& [left, right] : lines)
    text.append("  ").append(left).append(width - left.size() + 2, ' ').append(right + "\n");
  return text;
}

std::string options_table(const std::string& title, std::span<const option> options) {
  rows lines;
  for (const auto& each : options)
    if (!each.is(option::hidden))
      lines.emplace_back(flags_of(each),
                         each.help + (each.is(option::required) ? " (required)" : ""));
  return columns(title, lines);
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

const std::vector<std::pair<std::string, std::string>>& exit_code_meanings() {
  static const rows meanings{
      {"0", "done"},
      {"2, 65, 66", "the command line, a value or standard input is wrong"},
      {"69", "refused, unreachable, not running, or made and not working yet"},
      {"70", "not found; of `node` also: exists; of `message`: no reply in time; a bug"},
      {"71", "a limit was reached"},
      {"73, 75", "exists already, took too long"},
      {"74", "a file, a disk or a port cannot be had, or something is in use"},
      {"76, 77, 78", "a peer misbehaves, not allowed, bad configuration"}};
  return meanings;
}

std::string full_name(const noun& subject, const command& action) {
  return "ockam " + subject.name + (action.verb.empty() ? "" : " " + action.verb);
}

std::string help(std::span<const noun> nouns) {
  rows lines;
  for (const auto& each : nouns)
    if (!each.hidden) lines.emplace_back(each.name, each.summary);
  return "Routes messages between nodes, through relays, and carries TCP over such routes.\n\n"
         "Usage: ockam COMMAND [VERB] [OPTIONS]\n"
         + columns("Commands", lines) + options_table("Options everywhere", global_options())
         + columns("Exit codes", exit_code_meanings())
         + "\nMore about a command: ockam help COMMAND [VERB]\n";
}

std::string help(const noun& subject) {
  rows lines;
  const auto* const alone = subject.by_itself();
  for (const auto& each : subject.verbs)
    lines.emplace_back(&each == alone ? "(none)" : each.verb, each.summary);
  const auto* const verb = alone ? " [VERB]" : " VERB";
  std::string text = subject.summary + "\n\nUsage: ockam " + subject.name + verb + " [OPTIONS]\n"
                     + columns("Verbs", lines) + "\nExamples:\n";
  for (const auto& each : subject.verbs) {
    const auto shown = &each == alone ? each.examples.size() : 1; // its own help is this one
    for (std::size_t i = 0; i < shown; ++i) text += "  " + each.examples[i] + "\n";
  }
  if (alone) text += options_table("Options without a verb", alone->options);
  return text + "\nMore about a verb: ockam " + subject.name + " VERB --help, or ockam help "
         + subject.name + " VERB\n";
}

std::string help(const noun& subject, const command& action) {
  rows words;
  for (const auto& each : action.positionals) words.emplace_back(each.name, each.help);
  std::string text = action.summary + "\n\nUsage: " + usage(subject, action) + "\n"
                     + columns("Arguments", words) + options_table("Options", action.options)
                     + options_table("Options everywhere", global_options()) + "\nExamples:\n";
  for (const auto& each : action.examples) text += "  " + each + "\n";
  return text;
}

} // namespace ockam::cli
