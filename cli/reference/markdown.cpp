#include "cli/reference/manual.hpp"
#include "cli/shell/help.hpp"
#include "config/base/environment.hpp"

#include <utility>
#include <vector>

namespace ockam::cli {

namespace {

/// A text within a cell of a table.
std::string cell(std::string_view text) {
  std::string safe;
  for (const auto c : text) {
    if (c == '|' || c == '<' || c == '*' || c == '_') safe += '\\';
    safe += c;
  }
  return safe;
}

/// A text in backticks within a cell.
std::string code_cell(std::string_view text) {
  std::string safe;
  for (const auto c : text) safe += c == '|' ? std::string{"\\|"} : std::string(1, c);
  return "`" + safe + "`";
}

std::string grid(const std::string& left, const std::string& right,
                 const std::vector<std::pair<std::string, std::string>>& lines) {
  if (lines.empty()) return {};
  auto text = "\n| " + left + " | " + right + " |\n|---|---|\n";
  for (const auto& [term, meaning] : lines)
    text += "| " + code_cell(term) + " | " + cell(meaning) + " |\n";
  return text;
}

std::string flag_grid(std::span<const option> options) {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const auto& each : options)
    if (!each.is(option::hidden))
      lines.emplace_back(flags_of(each),
                         each.help + (each.is(option::required) ? " (required)" : ""));
  return grid("option", "meaning", lines);
}

std::string markdown_of(const noun& subject, const command& action) {
  std::vector<std::pair<std::string, std::string>> words;
  for (const auto& each : action.positionals) words.emplace_back(each.name, each.help);
  auto text = "\n## " + full_name(subject, action) + "\n\n" + cell(action.summary) + ".\n\n    "
              + usage(subject, action) + "\n" + grid("argument", "meaning", words)
              + flag_grid(action.options) + "\n```sh\n";
  for (const auto& each : action.examples) text += each + "\n";
  return text + "```\n";
}

std::string page_about(const noun& subject) {
  auto text = "# ockam " + subject.name + "\n\n" + cell(subject.summary)
              + ". Options of every command are on [the first page](../README.md).\n";
  for (const auto& each : subject.verbs) text += markdown_of(subject, each);
  return text;
}

std::string first_page(std::span<const noun> nouns) {
  std::string text = "# Reference\n\nMade by `ockam markdown` from the table of commands that "
                     "`--help` is made from, and by `script/reference`.\nBeside the commands: "
                     "[environment variables](environment.md), [exit codes](exit-codes.md), "
                     "[metrics](metrics.md).\n";
  std::string group;
  for (const auto& each : nouns) {
    if (each.hidden) continue;
    if (each.group != group || group.empty()) {
      group = each.group;
      text += "\n## " + (group.empty() ? "Commands" : group)
              + "\n\n| command | what it is about |\n|---|---|\n";
    }
    text += "| [`ockam " + each.name + "`](commands/" + each.name + ".md) | " + cell(each.summary)
            + " |\n";
  }
  return text + "\n## Options of every command\n" + flag_grid(global_options());
}

std::string variables_page() {
  std::string text = "# Environment variables\n\n| variable | default | meaning |\n|---|---|---|\n";
  for (const auto& each : config::variables())
    text += "| " + code_cell(each.name) + " | " + cell(each.fallback) + " | " + cell(each.meaning)
            + " |\n";
  return text;
}

} // namespace

pages markdown_pages(std::span<const noun> nouns) {
  pages made{{"README.md", first_page(nouns)},
             {"environment.md", variables_page()},
             {"exit-codes.md", "# Exit codes\n" + grid("code", "meaning", exit_code_meanings())}};
  for (const auto& each : nouns)
    if (!each.hidden) made["commands/" + each.name + ".md"] = page_about(each);
  return made;
}

} // namespace ockam::cli
