#include "cli/backup/backup_commands.hpp"
#include "cli/backup/backup_parts.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/home/home_identity.hpp"
#include "cli/home/home_project.hpp"
#include "cli/home/locked_home.hpp"
#include "cli/projects/embedded_project.hpp"
#include "cli/projects/hosted_project.hpp"
#include "cli/projects/project_commands.hpp"
#include "config/base/environment.hpp"
#include "config/base/json_text.hpp"
#include "config/database/bundle.hpp"
#include "config/home/node_files.hpp"
#include "config/members/member_store.hpp"
#include "config/store/vault_keys.hpp"
#include "transports/io/clock.hpp"

namespace ockam::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct saved {
  config::bundle from;
  std::string node, project;
};

/// Errors: those of bundle::open; config for one of a newer version, or of nothing.
result<saved> open_backup(const fs::path& file) {
  OCKAM_TRY(from, config::bundle::open(file));
  OCKAM_TRY(text, from.text(backup::about));
  const auto about = json::parse(text, nullptr, false);
  const auto format = about.is_object() ? about.value("format", json()) : json();
  if (format.is_number_integer() && format.get<int>() > backup::format)
    return fail(errc::config, file.string() + " is a backup of a newer version of ockam",
                "restore it with that version");
  saved out{std::move(from), config::text_in(about, "node"), config::text_in(about, "project")};
  if (format != json(backup::format) || out.node != node_of_project(out.project)
      || !config::check_node_name(out.node))
    return fail(errc::config, file.string() + " is no backup of a project");
  return out;
}

/// Nothing of the same name or with the same key may be here. Errors: already_exists.
status check_room(const fs::path& home, const saved& what) {
  OCKAM_TRY(hosted, hosted_by(home, what.node));
  if (hosted)
    return fail(errc::already_exists,
                "project " + what.project + " is hosted in " + home.string() + " already",
                "restore it in another OCKAM_HOME, or remove this one: ockam node delete "
                    + what.node + ", then rm -r " + (home / "projects" / what.node).string());
  auto known = known_project(home, what.project);
  if (known && known->name == what.project)
    return fail(errc::already_exists,
                "a project is called " + what.project + " in " + home.string() + " already",
                "ockam project delete " + what.project);
  return done{};
}

/// Adds the identity with its key. One of that name that is here already is the same, and stays.
result<std::string> bring_identity(saved& what, const fs::path& home, const std::string& name,
                                   const fs::path& directory) {
  OCKAM_TRY(history, what.from.text(backup::history));
  OCKAM_TRY(who, channels::identity::import(history));
  const auto file = directory / backup::vault;
  if (auto taken = what.from.take(backup::vault, file); !taken) return taken.error();
  OCKAM_TRY(first, default_identity(home)); // else the project's would become it
  auto outcome = [&]() -> result<std::string> {
    OCKAM_TRY(locked, locked_home::open(home));
    OCKAM_TRY(all, locked.state().identities().all());
    for (const auto& each : all)
      if (each.identifier == to_string(who.id())) return each.name;
    OCKAM_TRY(vault, locked.vault(first.vault));
    OCKAM_TRY(saved_keys, config::vault_keys::open(file));
    OCKAM_TRY(key, saved_keys.key(key_id(who.latest().key)));
    OCKAM_TRY(keys, config::vault_keys::open(vault.path));
    if (auto put = keys.put(key_id(who.latest().key), key.scheme, key.value); !put)
      return put.error();
    OCKAM_TRY(record, locked.import_identity(name, vault, history));
    return record.name;
  }();
  const auto gone = config::remove_vault_file(file);
  if (outcome && !gone) return gone.error();
  return outcome;
}

/// Who restores it can make tickets, as who made it could.
status admit_enroller(const fs::path& home, const std::string& database) {
  OCKAM_TRY(enroller, default_identity(home));
  OCKAM_TRY(who, wire::identifier::parse(enroller.identifier));
  OCKAM_TRY(store, config::member_store::open(database));
  if (store.member(who)) return done{};
  const auto now = static_cast<std::int64_t>(transports::system_wall_clock{}.now());
  return store.put_member({who, enroller_of_all(), now, {}});
}

status put_down(saved& what, const fs::path& home, const fs::path& directory) {
  if (auto taken = what.from.take(backup::description, directory / backup::description); !taken)
    return taken;
  OCKAM_TRY(known, hosted_by(home, what.node));
  if (!known) return fail(errc::config, "the backup has no description of its project");
  auto& hosted = *known;
  if (!config::is_on_server(hosted.database)) {
    hosted.database = directory / backup::members;
    if (auto taken = what.from.take(backup::members, hosted.database); !taken) return taken;
  }
  hosted.run_by.clear();
  OCKAM_TRY(identity, bring_identity(what, home, hosted.identity, directory));
  hosted.identity = identity;
  if (auto admitted = admit_enroller(home, hosted.database); !admitted) return admitted;
  OCKAM_TRY(text, what.from.text(backup::node));
  OCKAM_TRY(state, open_state());
  auto put = backup::put_node(state, json::parse(text, nullptr, false), what.node, identity);
  if (!put) return put;
  return save(home, hosted);
}

/// Restores all of it, or leaves nothing behind but an identity that nobody uses.
status bring_back(saved& what, const fs::path& home) {
  const auto alone = lock_hosting(home);
  if (!alone) return alone.error();
  if (auto room = check_room(home, what); !room) return room;
  const auto directory = home / "projects" / what.node;
  if (auto made = config::make_private_directory(directory); !made) return made;
  auto outcome = put_down(what, home, directory);
  if (outcome) return outcome;
  std::error_code ignored;
  fs::remove_all(directory, ignored);
  if (auto state = open_state()) static_cast<void>(state->remove_node(what.node));
  return outcome;
}

status restore(invocation& call) {
  OCKAM_TRY(home, config::home());
  OCKAM_TRY(what, open_backup(*call.args.positional_at(0)));
  hosting_request wanted;
  wanted.what.node = what.node;
  wanted.what.name = what.project;
  wanted.what.access = call.args.text("access-host").value_or("");
  if (const auto at = call.args.text("tcp-listener-address")) {
    OCKAM_TRY(listener, transports::endpoint::parse(*at));
    wanted.what.listener = listener;
  }
  if (auto back = bring_back(what, home); !back) return back;
  OCKAM_TRY(made, make_project(call, std::move(wanted)));
  call.out.note("The node that the backup is of must not run any more: members would find either");
  call.out.created(to_json(made), project_block(call.out, made), made.name);
  return done{};
}

} // namespace

command project_restore() {
  return {
      "restore",
      "Make a project of a backup, start its node, and be an enroller of it",
      {{"FILE", "What `project backup` wrote", true}},
      {{"tcp-listener-address,t", "IP:PORT", "Where members reach it now; without it where it was"},
       {"access-host", "HOST", "How members call that address now"}},
      {"ockam project restore default.backup",
       "ockam project restore office.backup --tcp-listener-address 0.0.0.0:4000 "
       "--access-host hub2.example.net"},
      restore};
}

noun with_backups(noun project) {
  project.verbs.push_back(project_backup());
  project.verbs.push_back(project_restore());
  return project;
}

} // namespace ockam::cli
