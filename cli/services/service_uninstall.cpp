#include "cli/services/other_program.hpp"
#include "cli/services/service_verbs.hpp"
#include "cli/text/table.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <unistd.h>

namespace ockam::cli {

namespace fs = std::filesystem;

namespace {

status run_uninstall(invocation& call) {
  OCKAM_TRY(of, unit_argument(call));
  const auto file = unit_dir(call.args) / file_name(of);
  OCKAM_TRY(text, text_of_installed(file));
  const auto real = !call.args.text("unit-dir");
  if (real && ::geteuid() != 0)
    return fail(errc::denied, "only root removes services",
                "sudo ockam service uninstall " + of.name);
  if (real && systemd_runs())
    if (auto ended = run_program({"systemctl", "disable", "--now", file_name(of)}); !ended)
      return ended.error();
  std::error_code why;
  if (!fs::remove(file, why)) return fail(errc::io, "cannot remove " + file.string());
  if (real && systemd_runs()) static_cast<void>(run_program({"systemctl", "daemon-reload"}));
  call.out.answer({{"unit", file_name(of)}, {"ran", meaning_in(text)}},
                  "Removed " + file_name(of) + "; what it ran is still there: " + meaning_in(text));
  return done{};
}

/// What systemctl says in a word, `active`; `unknown` where it says nothing.
std::string word_of(const std::string& verb, const std::string& unit) {
  auto said = run_program({"sh", "-c", "systemctl \"$0\" \"$1\" 2>/dev/null || true", verb, unit});
  if (!said) return "unknown";
  auto word = said->substr(0, said->find('\n'));
  return word.empty() ? "unknown" : word;
}

std::vector<fs::path> units_in(const fs::path& directory) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& each : fs::directory_iterator{directory, ignored}) {
    const auto name = each.path().filename().string();
    if (name.starts_with("ockam-") && name.ends_with(".service") && text_of_installed(each.path()))
      files.push_back(each.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

status run_status(invocation& call) {
  const auto at = unit_dir(call.args);
  auto files = units_in(at);
  if (call.args.positional_at(0)) {
    OCKAM_TRY(of, unit_argument(call));
    files = {at / file_name(of)};
    if (auto there = text_of_installed(files.front()); !there) return there.error();
  }
  auto objects = nlohmann::json::array();
  std::vector<table_row> rows;
  for (const auto& file : files) {
    const auto unit = file.filename().string();
    const auto text = text_of_installed(file);
    const auto runs = text ? meaning_in(*text) : std::string{};
    const auto state = word_of("is-active", unit), boot = word_of("is-enabled", unit);
    objects.push_back({{"unit", unit}, {"state", state}, {"at_boot", boot}, {"runs", runs}});
    rows.push_back({unit, state, boot, runs});
  }
  if (files.empty()) call.out.note("no services: looked in " + at.string());
  call.out.answer(objects, files.empty()
                               ? std::string{}
                               : table(call.out, {"Unit", "State", "At boot", "Runs"}, rows));
  return done{};
}

} // namespace

command service_uninstall() {
  return {"uninstall",
          "Stop a service and remove its unit; its state stays",
          {{"NODE|FILE", "What was installed", true}},
          {unit_dir_option()},
          {"sudo ockam service uninstall office"},
          run_uninstall};
}

command service_status() {
  return {"status",
          "Show what `service install` installed, and whether it runs",
          {{"NODE|FILE", "One of them; without it all"}},
          {unit_dir_option()},
          {"ockam service status", "ockam service status office"},
          run_status};
}

} // namespace ockam::cli
