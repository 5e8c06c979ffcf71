#include "cli/home_project.hpp"

#include "cli/home_directory.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

constexpr auto default_name = "default";

result<config::project_record> record_of(config::project_records projects,
                                         const std::optional<std::string>& name) {
  if (name) {
    auto found = projects.find(*name);
    const bool any = *name == default_name;
    if (found || !any || found.error().code != errc::not_found) return found;
  }
  auto chosen = projects.chosen();
  if (!chosen && chosen.error().code == errc::not_found)
    return fail(errc::not_found, "project not found: this home knows none",
                "ockam project import --project-file project.json, or ockam project enroll TICKET");
  return chosen;
}

} // namespace

result<channels::project> known_project(const std::filesystem::path& home,
                                        const std::optional<std::string>& name) {
  auto state = config::state_store::open(home);
  if (!state) return state.error();
  auto record = record_of(state->projects(), name);
  if (!record) return record.error();
  return channels::parse_project(record->description);
}

result<std::vector<channels::project>> known_projects() {
  std::vector<channels::project> all;
  auto state = existing_state();
  if (!state) return state.error();
  if (!*state) return all;
  const auto records = (*state)->projects().all();
  if (!records) return records.error();
  for (const auto& record : *records) {
    auto project = channels::parse_project(record.description);
    if (!project) return project.error();
    all.push_back(std::move(*project));
  }
  return all;
}

status note_project(const std::filesystem::path& home, const channels::project& what) {
  auto state = config::state_store::open(home);
  if (!state) return state.error();
  return state->projects().put({what.name, to_string(what.node), to_json(what).dump()});
}

} // namespace ockam::cli
