#include "cli/topics/topics.hpp"

#include "config/base/environment.hpp"

#include <algorithm>

namespace ockam::cli {
namespace {

std::string grid(const rows_of_two& rows) {
  std::string text;
  for (const auto& [left, right] : rows) text += "| `" + left + "` | " + right + " |\n";
  return text;
}

topic environment_topic() {
  rows_of_two rows;
  for (const auto& each : config::variables())
    rows.emplace_back(
        each.name, std::string{each.meaning}
                       + (each.fallback.empty() ? "" : "; default " + std::string{each.fallback}));
  return {"environment", "# Environment\n\nVariables that commands and nodes read. `ockam "
                         "environment` shows what they "
                         "are set to here.\n\n"
                             + grid(rows)};
}

topic exit_codes_topic() {
  return {"exit-codes",
          "# Exit codes\n\nWhat a command ends with. An error is one line on standard error; with "
          "`--output json` it is an object with the code, what failed, and the next command.\n\n"
              + grid(exit_code_meanings())};
}

} // namespace

const std::vector<topic>& topics() {
  static const auto all = [] {
    std::vector<topic> made{environment_topic(), exit_codes_topic()};
    for (const auto& each : written_pages())
      made.push_back({std::string{each.name}, std::string{each.text}});
    std::sort(made.begin(), made.end(), [](auto& a, auto& b) { return a.name < b.name; });
    return made;
  }();
  return all;
}

const topic* find_topic(std::string_view name) {
  const auto& all = topics();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](auto& each) { return each.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::string summary_of(const topic& page) {
  const auto begin = page.text.find("\n\n") + 2;
  const auto end = page.text.find_first_of(".\n", begin);
  return page.text.substr(begin, end - begin);
}

const rows_of_two& exit_code_meanings() {
  static const rows_of_two meanings{
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

} // namespace ockam::cli
