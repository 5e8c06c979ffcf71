#include "cli/process/node_run.hpp"

#include "channels/crypto/aead.hpp"
#include "cli/home/credential_text.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/home/home_project.hpp"
#include "cli/launch/node_directory.hpp"
#include "cli/launch/node_log.hpp"
#include "cli/launch/node_sandbox.hpp"
#include "cli/process/declared_state.hpp"
#include "cli/process/node_watch.hpp"
#include "cli/process/running_node.hpp"
#include "cli/process/startup_pages.hpp"
#include "cli/projects/hosted_project.hpp"
#include "cli/upgrade/predecessor.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"
#include "config/home/node_files.hpp"
#include "config/ledger/access_log.hpp"
#include "config/store/guest_records.hpp"
#include "config/store/scoped_credentials.hpp"
#include "config/store/state_store.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fcntl.h>
#include <fstream>
#include <future>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace ockam::cli {

namespace {

namespace fs = std::filesystem;
using config::log_level;
using role = transports::sandbox::role;

/// Every link and stream is a descriptor; the usual limit of 1024 is one of old programs' needs.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// Loads identities by name, for commands that want channels with another one.
auto load_by_name(const fs::path& home) {
  return [home](const std::string& name) -> result<std::shared_ptr<const channels::own_identity>> {
    OCKAM_TRY(known, known_identity(home, name));
    return load(home, known);
  };
}

/// One for each two cores: the others are for what the node serves.
std::size_t usual_threads() {
  return std::clamp<std::size_t>(std::thread::hardware_concurrency() / 2, 1,
                                 config::node_threads_usual_max);
}

/// `/system.slice/ockam@hub.service` is the unit `ockam@hub.service`; empty: in none.
std::string own_unit() {
  std::ifstream in{"/proc/self/cgroup"};
  std::string line;
  while (std::getline(in, line))
    if (line.ends_with(".service")) return line.substr(line.rfind('/') + 1);
  return {};
}

/// Who runs this node, as hosted_project::run_by has it.
std::string run_by(const node_settings& settings) {
  if (settings.output_to_log) return {};
  if (!settings.told.wanted()) return "a terminal";
  const auto unit = own_unit();
  return unit.empty() ? "a service manager" : unit;
}

/// The port may be new, and then members of this home have to know. Its name may be another
/// project's by now; that is no reason not to serve.
status note_hosted(const fs::path& home, hosted_project what, const node_settings& settings,
                   const transports::endpoint& bound, const channels::identity& self) {
  what.listener = bound;
  what.run_by = run_by(settings);
  if (auto saved = save(home, what); !saved) return saved;
  if (what.name.empty()) return done{};
  OCKAM_TRY(project, project_of(what, self));
  auto noted = note_project(home, project, what.made_by_itself);
  if (noted || noted.error().code != errc::already_exists) return noted;
  config::log(log_level::warn, noted.error().message);
  return done{};
}

/// Whom the node was told to trust, now or before.
result<std::vector<actors::node_options::authority>>
authorities_of(const fs::path& home, const node_settings& settings, const wire::identifier& self) {
  OCKAM_TRY(state, config::state_store::open(home));
  if (const auto& scope = settings.credential_scope; !scope.empty()) {
    const auto kept = config::kept_in_scope(state, scope, to_string(self));
    const bool may_come =
        !kept && kept.error().code == errc::not_found && !settings.authorities.empty();
    if (!kept && !may_come) return kept.error();
    for (const auto& each : kept ? *kept : std::vector<config::trust_record>{})
      if (auto noted = state.trusted().put(settings.name, each); !noted) return noted.error();
  }
  OCKAM_TRY(known, state.trusted().of(settings.name));
  for (const auto& history : settings.authorities) known.push_back({{}, history, {}});
  std::vector<actors::node_options::authority> all;
  for (const auto& each : known) {
    OCKAM_TRY(who, channels::identity::import(each.history));
    all.push_back({std::move(who), parse_credential(each.credential)});
  }
  return all;
}

/// What the node is in: the project that it was made with, and those that it entered by routes.
status trust_projects(actors::node_options& options, const fs::path& home,
                      const node_settings& settings) {
  options.projects = files_of_projects(home);
  options.projects.enter = [home, node = settings.name](const channels::project& what) {
    return note_entered(home, node, what);
  };
  OCKAM_TRY(entered, entered_by(home, settings.name));
  options.lost_projects = std::move(entered.lost);
  if (!settings.project.empty()) {
    OCKAM_TRY(project, known_project(home, settings.project));
    if (auto noted = note_entered(home, settings.name, project); !noted) return noted;
    std::erase(options.lost_projects, project.name);
    std::erase_if(entered.known, [&](const auto& each) { return each.name == project.name; });
    entered.known.push_back(std::move(project));
  }
  for (auto& each : entered.known) {
    auto kept = options.projects.kept(each, options.identity->who().id());
    options.memberships.push_back({std::move(each), std::move(kept)});
  }
  return done{};
}

/// Where its status port is; empty if it is to have none.
result<std::string> serve_status(running_node& node, const node_settings& settings,
                                 const std::string& identity) {
  if (!settings.status_at) return std::string();
  auto bound = node.serve_status(*settings.status_at, [name = settings.name, identity] {
    const auto chosen = home_directory().default_node();
    return nlohmann::json{{"identity_name", identity}, {"is_default", chosen && *chosen == name}};
  });
  if (bound) return to_string(*bound);
  auto why = bound.error();
  why.message = "status port: " + why.message;
  if (why.code == errc::in_use) why.hint = "--status-port 0 for a free one";
  return why;
}

/// What this process does when the next one wants to be the node.
handover handover_of(node_directory& directory, const node_settings& settings, bool hosts) {
  handover out;
  out.allowed = [name = settings.name, hosts, with_input = settings.ends_with_input]() -> status {
    const auto* const why = hosts        ? "hosts a project, of which one process keeps the members"
                            : with_input ? "ends with the standard input of its process"
                                         : nullptr;
    if (!why) return done{};
    return fail(errc::invalid, "node " + name + " can not be replaced: it " + why,
                "ockam node stop " + name + " && ockam node start " + name);
  };
  out.offer = [settings] {
    handover_message what;
    what.has_output = settings.log_to_stdout;
    what.notify = settings.told.socket();
    what.alive_period = settings.told.alive_period().value_or(std::chrono::milliseconds{0});
    return what;
  };
  out.free_lock = [&directory] { directory.unlock(); };
  out.take_lock = [&directory] {
    if (auto again = directory.lock(); !again)
      config::log(log_level::error, "without a lock from now on: " + again.error().message);
  };
  out.left = [told = settings.told](int pid) { told.successor(pid); };
  return out;
}

/// Settings of a process that takes another one's place: it talks to whom that one talked to.
node_settings as_offered(node_settings settings, const predecessor& before) {
  const auto& offer = before.offer();
  if (offer.has_output) {
    before.take_output();
    settings.log_to_stdout = true;
    settings.output_to_log = false;
  }
  std::optional<std::chrono::milliseconds> alive;
  if (offer.alive_period.count() > 0) alive = offer.alive_period;
  settings.told = transports::service_notify::to(offer.notify, alive);
  return settings;
}

/// What the threads of the node need of the file system; an authority's database may be anywhere.
transports::sandbox::paths paths_of(const config::node_files& files, const fs::path& home,
                                    const std::optional<hosted_project>& hosted) {
  transports::sandbox::paths out{.home = home, .directory = files.directory};
  if (hosted && hosted->database.starts_with('/')) // else it is a server's
    out.stores.push_back(fs::path{hosted->database}.parent_path());
  return out;
}

/// When a guest's node ends by itself; none for others.
result<std::optional<std::uint64_t>> end_of_guest(const fs::path& home, const std::string& node) {
  OCKAM_TRY(state, config::state_store::open(home));
  OCKAM_TRY(guest, config::guest_called(state, node));
  return guest ? std::optional(guest->end) : std::nullopt;
}

status run_in(node_directory& directory, const node_settings& settings,
              std::optional<predecessor>& before, const transports::descriptor& signals,
              const std::function<void(const transports::endpoint&)>& ready) {
  if (auto opened = open_node_log(settings, directory.files()); !opened) return opened;
  if (auto engine = channels::wanted_engine(); !engine) return engine.error();
  const auto& home = directory.home();
  OCKAM_TRY(hosted, hosted_by(home, settings.name));
  OCKAM_TRY(who, identity_of_node(home, settings.name,
                                  hosted ? identity_choice{hosted->identity, {}} : settings.who));
  OCKAM_TRY(own, load(home, who));
  OCKAM_TRY(ends_at, end_of_guest(home, settings.name));
  actors::node_options options{
      .name = settings.name, .identity = std::move(own), .load_identity = load_by_name(home)};
  if (const auto mode = channels::when_silent_called(settings.when_silent))
    options.when_authority_silent = *mode;
  options.limits = settings.limits;
  if (settings.access_log)
    options.stream_ended = [log = config::access_log(settings.log_format)](auto entry) mutable {
      log.write(std::move(entry));
    };
  options.offered.relays = settings.offers.allow_relays;
  options.offered.everything = settings.offers.open;
  options.offered.loopback_is_public = settings.offers.loopback_is_public;
  if (auto trusted = trust_projects(options, home, settings); !trusted) return trusted;
  if (hosted)
    if (auto ready_to_host = prepare(options, home, *hosted, who); !ready_to_host)
      return ready_to_host;
  const auto self = options.identity->who();
  OCKAM_TRY(authorities, authorities_of(home, settings, self.id()));
  options.authorities = std::move(authorities);
  OCKAM_TRY(declared, declared_on(home, settings.name));
  options.declarations = std::move(declared);
  OCKAM_TRY(box, node_sandbox::of(settings, paths_of(directory.files(), home, hosted)));
  std::optional<running_node> node;
  std::string status_at;
  const auto begin = [&]() -> result<transports::endpoint> {
    if (auto in = box.enter(role::home); !in) return in.error();
    options.sandbox = box.description();
    auto entered = status(done{});
    node.emplace(std::move(options), settings.threads ? settings.threads : usual_threads(),
                 [&] { entered = box.enter(role::data); });
    if (!entered) return entered.error();
    std::optional<inheritance> from;
    if (before) {
      if (auto go = before->ready(); !go) return go.error();
      if (auto locked = directory.lock(); !locked) return locked.error();
      from.emplace(inheritance{before->take_sockets(), before->take_link()});
    }
    OCKAM_TRY(bound, node->start(settings.listen_at, directory.files().socket, std::move(from)));
    OCKAM_TRY(at, serve_status(*node, settings, who.name));
    status_at = std::move(at);
    return bound;
  };
  // A new thread has the rights of the one that starts it, and this one still needs all of its own.
  OCKAM_TRY(bound, std::async(std::launch::async, begin).get());
  if (auto settled = directory.settle(bound, who.name, status_at, settings,
                                      hosted.has_value() || ends_at.has_value());
      !settled)
    return settled;
  if (hosted)
    if (auto noted = note_hosted(home, std::move(*hosted), settings, bound, self); !noted)
      return noted;
  if (before)
    if (auto alone = before->serves(); !alone) return alone;
  before.reset();
  node->allow_handover(handover_of(directory, settings, hosted.has_value()));
  config::log(log_level::info, "node " + settings.name + " listens on " + to_string(bound));
  settings.told.ready("listens on " + to_string(bound));
  ready(bound);
  if (auto in = box.enter(role::data); !in) return in;
  channels::chosen_engine(); // runs its self-test now, which needs much code once
  const auto open_log_again = [&] {
    if (auto opened = open_node_log(settings, directory.files()); !opened)
      config::log(log_level::error, opened.error().message);
  };
  open_log_again(); // so that the log's thread, too, has only the rights that are left
  release_startup_pages();
  run_until_told(*node, signals,
                 {settings.told, settings.ends_with_input, open_log_again, ends_at});
  return done{};
}

} // namespace

status run_node(const node_settings& settings,
                const std::function<void(const transports::endpoint&)>& ready) {
  ::prctl(PR_SET_NAME, "ockam"); // and not "exe", as which it may have been run
  ::umask(0077);
  raise_descriptor_limit();
  auto signals = block_signals();
  OCKAM_TRY(directory, settings.replaces ? node_directory::share(settings.name)
                                         : node_directory::enter(settings.name));
  std::optional<predecessor> before;
  auto with = settings;
  if (settings.replaces) {
    OCKAM_TRY(met, predecessor::meet(directory.files(), settings.name));
    before.emplace(std::move(met));
    with = as_offered(std::move(with), *before);
  }
  auto outcome = run_in(directory, with, before, signals, ready);
  config::log(log_level::info, outcome ? "node stopped" : outcome.error().message);
  config::close_log();
  if (!outcome) directory.leave();
  return outcome;
}

} // namespace ockam::cli
