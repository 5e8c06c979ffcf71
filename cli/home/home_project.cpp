#include "cli/home/home_project.hpp"

#include "cli/home/home_directory.hpp"
#include "config/base/log.hpp"
#include "wire/encoding/cbor.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

result<config::project_record> record_of(config::project_records projects,
                                         const std::optional<std::string>& name) {
  if (name) {
    auto found = projects.find(*name);
    const bool any = *name == default_project_name;
    if (found || !any || found.error().code != errc::not_found) return found;
  }
  auto chosen = projects.chosen();
  if (!chosen && chosen.error().code == errc::not_found)
    return fail(errc::not_found, "project not found: this home knows none",
                "ockam project import --project-file project.json, or ockam project enroll TICKET");
  return chosen;
}

/// None if it can not be read, too: there are others where it came from.
std::optional<channels::presented_credential> kept_credential(const std::filesystem::path& home,
                                                              const std::string& project,
                                                              const std::string& identifier) {
  auto state = config::state_store::open(home);
  if (!state) return {};
  const auto kept = state->projects().kept(project, identifier);
  wire::bytes encoded;
  if (!kept || !*kept || !wire::from_hex((*kept)->credential, encoded)) return {};
  wire::cbor_reader in{encoded};
  auto out = channels::take_presented_credential(in);
  return in.ok() ? std::optional(std::move(out)) : std::nullopt;
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

status check_project_name(const std::filesystem::path& home, const channels::project& what) {
  auto state = config::state_store::open(home);
  if (!state) return state.error();
  const auto known = state->projects().find(what.name);
  if (!known || known->node == to_string(what.node)) return done{};
  return fail(errc::already_exists, "another project is called " + what.name + " here",
              "ockam project delete " + what.name);
}

status note_project(const std::filesystem::path& home, const channels::project& what) {
  auto state = config::state_store::open(home);
  if (!state) return state.error();
  return state->projects().put({what.name, to_string(what.node), to_json(what).dump()});
}

status keep_credential(const std::filesystem::path& home, const std::string& project,
                       const std::string& identifier, const channels::presented_credential& what,
                       channels::timestamp expires_at) {
  wire::bytes encoded;
  wire::cbor_writer out{encoded};
  write(out, what);
  auto state = config::state_store::open(home);
  if (!state) return state.error();
  return state->projects().keep(project, identifier, {wire::to_hex(encoded), expires_at});
}

actors::project_files files_of_projects(const std::filesystem::path& home) {
  return {[home](const std::string& name) { return known_project(home, name); },
          [home](const channels::project& project, const wire::identifier& who) {
            return kept_credential(home, project.name, to_string(who));
          },
          [home](const channels::project& project, const wire::identifier& who,
                 const channels::presented_credential& what, channels::timestamp expires_at) {
            const auto kept = keep_credential(home, project.name, to_string(who), what, expires_at);
            if (!kept)
              config::log(config::log_level::warn,
                          "the credential of project " + project.name
                              + " could not be kept: " + kept.error().message);
          }};
}

} // namespace ockam::cli
