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
  return projects.chosen();
}

error none_known(const std::filesystem::path& home) {
  return fail(errc::not_found, "project not found: " + home.string() + " knows none",
              "ockam project enroll TICKET to become a member of one, ockam project create to make "
              "one here");
}

/// `select` picks one of the records. A home without a store has none.
template <class Select>
result<channels::project> selected(const std::filesystem::path& home, Select&& select) {
  std::error_code ignored;
  if (!std::filesystem::exists(config::state_file(home), ignored)) return none_known(home);
  OCKAM_TRY(state, config::state_store::open(home));
  auto projects = state.projects();
  const auto record = select(projects);
  if (record) return channels::parse_project(record->description);
  if (record.error().code != errc::not_found) return record.error();
  const auto all = projects.all();
  return all && all->empty() ? none_known(home) : record.error();
}

/// The credential that was kept; none also if it cannot be read, because the authority gives
/// another one.
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
  return selected(home, [&](auto projects) { return record_of(projects, name); });
}

result<channels::project> routed_project(const std::filesystem::path& home,
                                         const std::string& name) {
  return selected(home, [&](auto projects) {
    return name == default_project_name ? projects.chosen() : projects.find(name);
  });
}

result<std::vector<noted_project>> known_projects() {
  std::vector<noted_project> all;
  OCKAM_TRY(state, existing_state());
  if (!state) return all;
  OCKAM_TRY(records, state->projects().all());
  for (const auto& record : records) {
    OCKAM_TRY(project, channels::parse_project(record.description));
    all.push_back({std::move(project), record.is_default});
  }
  return all;
}

namespace {

/// Whether another project has that name that was made by itself, and so can make way. Errors:
/// already_exists for one that somebody asked for.
result<bool> is_in_the_way(config::state_store& state, const std::filesystem::path& home,
                           const channels::project& what) {
  const auto known = state.projects().find(what.name);
  if (!known || known->node == to_string(what.node)) return false;
  if (known->made_by_itself) return true;
  return fail(errc::already_exists,
              "another project is called " + what.name + " in " + home.string(),
              "ockam project delete " + what.name + " forgets that one");
}

} // namespace

status check_project_name(const std::filesystem::path& home, const channels::project& what) {
  OCKAM_TRY(state, config::state_store::open(home));
  const auto other = is_in_the_way(state, home, what);
  return other ? status(done{}) : other.error();
}

result<bool> make_way_for(const std::filesystem::path& home, const channels::project& what) {
  OCKAM_TRY(state, config::state_store::open(home));
  auto other = is_in_the_way(state, home, what);
  if (!other || !*other) return other;
  if (auto gone = state.projects().remove(what.name); !gone) return gone.error();
  return true;
}

status note_project(const std::filesystem::path& home, const channels::project& what,
                    bool made_by_itself) {
  OCKAM_TRY(state, config::state_store::open(home));
  return state.projects().put(
      {what.name, to_string(what.node), to_json(what).dump(), made_by_itself});
}

status keep_credential(const std::filesystem::path& home, const std::string& project,
                       const std::string& identifier, const channels::presented_credential& what,
                       channels::timestamp expires_at) {
  wire::bytes encoded;
  wire::cbor_writer out{encoded};
  write(out, what);
  OCKAM_TRY(state, config::state_store::open(home));
  return state.projects().keep(project, identifier, {wire::to_hex(encoded), expires_at});
}

result<entered_projects> entered_by(const std::filesystem::path& home, const std::string& node) {
  OCKAM_TRY(state, config::state_store::open(home));
  OCKAM_TRY(noted, state.trusted().entered_by(node));
  entered_projects out;
  for (const auto& each : noted) {
    const auto record = state.projects().find(each.name);
    if (!record && record.error().code != errc::not_found) return record.error();
    if (!record || record->node != each.host) {
      out.lost.push_back(each.name);
      continue;
    }
    OCKAM_TRY(project, channels::parse_project(record->description));
    out.known.push_back(std::move(project));
  }
  return out;
}

status note_entered(const std::filesystem::path& home, const std::string& node,
                    const channels::project& what) {
  auto state = config::state_store::open(home);
  return state ? state->trusted().enter(node, {what.name, to_string(what.node)}) : state.error();
}

channels::project_files files_of_projects(const std::filesystem::path& home) {
  return {[home](const std::string& name) { return routed_project(home, name); },
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
