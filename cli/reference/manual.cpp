#include "cli/reference/manual.hpp"

#include "cli/shell/help.hpp"
#include "config/base/environment.hpp"

#include <sstream>

namespace ockam::cli {

namespace {

/// A text that roff prints as it is.
std::string plain_roff(std::string_view text) {
  std::string safe;
  for (const auto c : text)
    if (c == '\\')
      safe += "\\e";
    else if (c == '-')
      safe += "\\-";
    else
      safe += c;
  return safe.starts_with('.') || safe.starts_with('\'') ? "\\&" + safe : safe;
}

std::string head(const std::string& name, const std::string& summary, char section = '1') {
  return ".TH \"" + plain_roff(name) + "\" " + section
         + " \"\" \"ockam " OCKAM_VERSION "\" \"Ockam\"\n.SH NAME\n" + plain_roff(name) + " \\- "
         + plain_roff(summary) + "\n";
}

std::string entry(const std::string& term, const std::string& text) {
  return ".TP\n.B " + plain_roff(term) + "\n" + plain_roff(text) + "\n";
}

std::string entries(std::span<const option> options) {
  std::string text;
  for (const auto& each : options)
    if (!each.is(option::hidden))
      text += entry(flags_of(each), each.help + (each.is(option::required) ? " (required)" : ""));
  return text;
}

std::string roff_of(const noun& subject, const command& action) {
  auto text = ".SS \"" + plain_roff(full_name(subject, action)) + "\"\n"
              + plain_roff(action.summary) + "\n.PP\n.B " + plain_roff(usage(subject, action))
              + "\n";
  for (const auto& each : action.positionals) text += entry(each.name, each.help);
  text += entries(action.options) + ".PP\nExamples:\n.nf\n";
  for (const auto& each : action.examples) text += "    " + plain_roff(each) + "\n";
  return text + ".fi\n";
}

std::string page_of(const noun& subject) {
  auto text = head("ockam-" + subject.name, subject.summary) + ".SH COMMANDS\n";
  for (const auto& each : subject.verbs) text += roff_of(subject, each);
  return text + ".SH SEE ALSO\n.BR ockam (1),\nwhich has the options of every command\n";
}

std::string overview(std::span<const noun> nouns) {
  auto text =
      head("ockam", "route messages between nodes, through relays, and TCP over such routes")
      + ".SH SYNOPSIS\n.B ockam\n.I COMMAND\n.RI [ VERB ]\n.RI [ OPTIONS ]\n.SH COMMANDS\n";
  for (const auto& each : nouns)
    if (!each.hidden) text += entry("ockam-" + each.name + "(1)", each.summary);
  text += ".SH OPTIONS EVERYWHERE\n" + entries(global_options()) + ".SH ENVIRONMENT\n";
  for (const auto& each : config::variables())
    text += entry(std::string{each.name},
                  std::string{each.meaning}
                      + (each.fallback.empty() ? "" : "; default " + std::string{each.fallback}));
  text += ".SH EXIT STATUS\n";
  for (const auto& [code, meaning] : exit_code_meanings()) text += entry(code, meaning);
  return text + ".SH FILES\n" + entry("~/.ockam", "what a user's nodes are, and their keys")
         + entry("/var/lib/ockam", "the same of nodes that are services")
         + entry("/etc/ockam", "files of services, for ockam run");
}

/// Line by line, as `ockam help` prints it.
std::string page_of(const topic& about) {
  constexpr std::size_t width = 72; // beside the margin
  auto text = head("ockam-" + about.name, summary_of(about), '7') + ".SH DESCRIPTION\n.nf\n";
  std::istringstream lines{page_text(about.text, width)};
  for (std::string line; std::getline(lines, line);) text += plain_roff(line) + "\n";
  return text + ".fi\n.SH SEE ALSO\n.BR ockam (1)\n";
}

} // namespace

pages manual_pages(std::span<const noun> nouns) {
  pages made{{"ockam.1", overview(nouns)}};
  for (const auto& each : nouns)
    if (!each.hidden) made["ockam-" + each.name + ".1"] = page_of(each);
  for (const auto& each : topics()) made["ockam-" + each.name + ".7"] = page_of(each);
  return made;
}

} // namespace ockam::cli
