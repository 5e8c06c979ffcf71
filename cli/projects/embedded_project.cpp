#include "cli/projects/embedded_project.hpp"

#include "cli/home/home_identity.hpp"
#include "cli/home/home_project.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/base/environment.hpp"
#include "config/home/node_files.hpp"

#include <ostream>

namespace ockam::cli {

namespace {

/// Says a sentence, also where the answer is JSON: from now on something runs that nobody asked for
/// by name.
void say(const invocation& call, const std::string& sentence) {
  if (!call.out.quiet) call.out.err << sentence << '\n';
}

/// The home's default identity is there from the start. Errors: already_exists if the name is taken.
status add_enroller(const std::filesystem::path& home, hosting_request& wanted) {
  OCKAM_TRY(enroller, default_identity(home));
  OCKAM_TRY(who, wire::identifier::parse(enroller.identifier));
  const auto name = wanted.what.name;
  auto taken = known_project(home, name);
  if (taken && taken->name == name)
    return fail(errc::already_exists,
                "a project is called " + name + " in " + home.string() + " already",
                "ockam project show " + name + ", or another NAME");
  wanted.members.push_back({who, enroller_of_all()});
  return done{};
}

/// Makes the project and starts its node. REQUIRES: the lock is held.
result<channels::project> make(const invocation& call, const std::filesystem::path& home,
                               hosting_request wanted) {
  const auto name = wanted.what.name;
  if (auto added = add_enroller(home, wanted); !added) return added.error();
  if (auto started = start_hosting(call, std::move(wanted)); !started) return started.error();
  return known_project(home, name);
}

/// Starts the node of a project that this home hosts, if need be, and notes the project again if
/// this home forgot it.
result<channels::project> wake_project(const invocation& call, const std::filesystem::path& home,
                                       const hosted_project& what,
                                       const std::optional<transports::endpoint>& status_at = {}) {
  OCKAM_TRY(started, wake(call, what, status_at));
  if (started) say(call, "Started node " + what.node + " of project " + what.name + " again");
  auto known = known_project(home, what.name);
  if (known && known->id == what.id) return known;
  OCKAM_TRY(record, known_identity(home, what.identity));
  OCKAM_TRY(who, channels::identity::import(record.history));
  auto again = project_of(what, who);
  if (!again) return again;
  if (auto noted = note_project(home, *again, what.made_by_itself); !noted) return noted.error();
  return again;
}

/// The project; its node is started if this home hosts it and the command may start it.
result<channels::project> awake(const invocation& call, const std::filesystem::path& home,
                                channels::project what, bringing how) {
  OCKAM_TRY(hosted, hosted_by(home, node_of_project(what.name)));
  if (!hosted || hosted->id != what.id) return what;
  if (runs(home, *hosted)) return what;
  if (how == bringing::nothing) return not_running(*hosted);
  const auto alone = lock_hosting(home);
  if (!alone) return alone.error();
  return wake_project(call, home, *hosted);
}

/// The project that was looked up, with its node awake. The default project is made if nobody has
/// made it yet and the command may make it.
result<channels::project> brought_about(const invocation& call, const std::filesystem::path& home,
                                        result<channels::project> known, bool is_default,
                                        bringing how) {
  if (known) return awake(call, home, std::move(*known), how);
  const bool makes =
      how == bringing::project && is_default && known.error().code == errc::not_found;
  return makes ? embedded_project(call) : known;
}

/// What was said about a project that is here already: where its node is reached can change while
/// it does not run, who it is and where its members are kept can not.
status move_project(const std::filesystem::path& home, hosted_project& known,
                    const hosting_request& wanted) {
  const auto other = [&](const char* what) {
    return fail(errc::already_exists,
                "project " + known.name + " is here already, with another " + what,
                "leave --" + std::string(what) + " out, or take another NAME");
  };
  if (wanted.identity && *wanted.identity != known.identity) return other("identity");
  if (!wanted.what.database.empty() && wanted.what.database != known.database)
    return other("database");
  const transports::endpoint not_said{"127.0.0.1", 0};
  if (wanted.what.access.empty() && wanted.what.listener == not_said) return done{};
  if (!wanted.what.access.empty()) known.access = wanted.what.access;
  if (wanted.what.listener != not_said) known.listener = wanted.what.listener;
  return save(home, known);
}

} // namespace

std::string node_of_project(const std::string& project) { return "project-" + project; }

result<channels::project> make_project(const invocation& call, hosting_request wanted) {
  OCKAM_TRY(home, config::home());
  const auto alone = lock_hosting(home);
  if (!alone) return alone.error();
  OCKAM_TRY(known, hosted_by(home, wanted.what.node));
  if (known && !runs(home, *known)) { // its node was stopped or deleted
    if (auto ready = move_project(home, *known, wanted); !ready) return ready.error();
    return wake_project(call, home, *known, wanted.status_at);
  }
  return make(call, home, std::move(wanted));
}

status run_project(invocation& call, hosting_request wanted,
                   const std::function<void(const channels::project&)>& then) {
  OCKAM_TRY(home, config::home());
  const auto name = wanted.what.name;
  const auto status_at = wanted.status_at;
  hosted_project what;
  {
    const auto alone = lock_hosting(home);
    if (!alone) return alone.error();
    OCKAM_TRY(known, hosted_by(home, wanted.what.node));
    if (known && runs(home, *known))
      return fail(errc::already_exists, "node " + known->node + " already exists and runs",
                  "ockam node show " + known->node);
    if (known) {
      if (auto ready = move_project(home, *known, wanted); !ready) return ready;
      what = std::move(*known);
    } else {
      if (auto added = add_enroller(home, wanted); !added) return added;
      OCKAM_TRY(made, write_down(call, std::move(wanted)));
      what = std::move(made);
    }
  }
  return host_here(call, what, status_at, [&] {
    if (const auto known = known_project(home, name)) then(*known);
  });
}

result<channels::project> embedded_project(const invocation& call) {
  OCKAM_TRY(home, config::home());
  const auto alone = lock_hosting(home);
  if (!alone) return alone.error();
  const auto node = node_of_project(default_project_name);
  OCKAM_TRY(known, hosted_by(home, node));
  if (known) return wake_project(call, home, *known);
  hosting_request wanted;
  wanted.what.made_by_itself = true;
  wanted.what.name = default_project_name;
  wanted.what.node = node;
  wanted.what.id = new_project_id();
  auto made = make(call, home, std::move(wanted));
  if (made)
    say(call,
        "No project was known here: made project default on this machine; its node is " + node);
  return made;
}

result<channels::project> ready_project(const invocation& call,
                                        const std::optional<std::string>& name, bringing how) {
  OCKAM_TRY(home, config::home());
  auto known = known_project(home, name);
  if (!call.host.hosts_projects) return known;
  const bool is_default = name.value_or(default_project_name) == default_project_name;
  return brought_about(call, home, std::move(known), is_default, how);
}

status ready_projects(const invocation& call, const std::vector<std::string>& routes,
                      bringing how) {
  if (!call.host.hosts_projects) return done{};
  OCKAM_TRY(home, config::home());
  for (const auto& route : routes) {
    OCKAM_TRY(parsed, wire::multiaddr::parse(route));
    for (const auto& part : parsed.parts()) {
      if (part.proto != wire::protocol::project) continue;
      const auto ready = brought_about(call, home, routed_project(home, part.value),
                                       part.value == default_project_name, how);
      if (!ready) return ready.error();
    }
  }
  return done{};
}

} // namespace ockam::cli
