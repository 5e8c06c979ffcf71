#include "cli/process/node_run.hpp"

#include "channels/crypto/aead.hpp"
#include "cli/home/credential_text.hpp"
#include "cli/home/home_project.hpp"
#include "cli/process/declared_state.hpp"
#include "cli/process/node_watch.hpp"
#include "cli/process/running_node.hpp"
#include "cli/process/startup_pages.hpp"
#include "cli/projects/hosted_project.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"
#include "config/home/node_files.hpp"
#include "config/home/node_lock.hpp"
#include "config/home/ownership.hpp"
#include "config/store/state_store.hpp"

#include <algorithm>
#include <fcntl.h>
#include <fstream>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace ockam::cli {

namespace {

namespace fs = std::filesystem;
using config::log_level;

/// Every link and stream is a descriptor; the usual limit of 1024 is one of old programs' needs.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// All that a start notes: what is missing here is not kept.
bool is_as_noted(const config::node_record& known, const transports::endpoint& bound,
                 const std::string& identity, const std::string& status_at,
                 const node_settings& settings) {
  return known.listener_address == to_string(bound) && known.identity == identity
         && known.threads == settings.threads && known.status_address == status_at
         && known.when_silent == settings.when_silent
         && known.limits == config::text_of(settings.limits)
         && known.offers == settings.offers.text()
         && (settings.project.empty() || known.project == settings.project);
}

/// A node's directory as long as its process lives. If the node does not come up and is not known
/// from before, the directory goes again: nobody asked for a node that can not start.
class node_directory {
public:
  static result<node_directory> enter(const std::string& name) {
    OCKAM_TRY(home, config::home());
    auto files = config::files_of(home, name);
    if (auto ours = config::check_home(home); !ours) return ours.error();
    if (auto ours = config::check_ownership(files.directory, "the node's directory"); !ours)
      return ours.error();
    if (auto made = config::make_private_directory(files.directory); !made) return made.error();
    auto lock = config::node_lock::acquire(files.lock);
    if (lock) return node_directory{name, std::move(home), std::move(files), std::move(*lock)};
    if (lock.error().code != errc::already_exists) return lock.error();
    return fail(errc::already_exists, "node " + name + " already exists and runs",
                "ockam node show " + name);
  }

  const fs::path& home() const { return home_; }
  const config::node_files& files() const { return files_; }

  /// From now on every command knows the node.
  status settle(const transports::endpoint& bound, const std::string& identity,
                const std::string& status_at, const node_settings& settings, bool hosts) {
    OCKAM_TRY(state, config::state_store::open(home_));
    for (const auto& history : settings.authorities) {
      OCKAM_TRY(who, channels::identity::import(history));
      const config::trust_record trusted{to_string(who.id()), history, {}};
      if (auto noted = state.trusted().put(name_, trusted); !noted) return noted;
    }
    if (const auto known = state.node(name_);
        known && known->hosts == hosts && is_as_noted(*known, bound, identity, status_at, settings))
      return done{}; // a start that changes nothing needs no disk
    auto noted = state.put_node(name_, to_string(bound), identity, settings.threads,
                                settings.project, hosts);
    if (!noted) return noted;
    if (auto kept = state.set_when_silent(name_, settings.when_silent); !kept) return kept;
    if (auto kept = state.set_limits(name_, config::text_of(settings.limits)); !kept) return kept;
    if (auto kept = state.set_offers(name_, settings.offers.text()); !kept) return kept;
    return state.set_status_address(name_, status_at);
  }

  void leave() {
    auto state = config::state_store::open(home_);
    if (!state) return;
    auto known = state->node(name_);
    std::error_code ignored;
    if (!known && known.error().code == errc::not_found) fs::remove_all(files_.directory, ignored);
  }

private:
  node_directory(std::string name, fs::path home, config::node_files files, config::node_lock lock)
      : name_{std::move(name)},
        home_{std::move(home)},
        files_{std::move(files)},
        lock_{std::move(lock)} {}
  std::string name_;
  fs::path home_;
  config::node_files files_;
  config::node_lock lock_;
};

/// The log's own lines take another way; this one is for the last words of libraries.
void keep_output(const fs::path& path) {
  transports::descriptor file{
      ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)};
  for (auto stream : {STDOUT_FILENO, STDERR_FILENO})
    if (file) ::dup2(file.get(), stream);
}

status open_node_log(const node_settings& settings, const fs::path& path) {
  if (settings.output_to_log) keep_output(path);
  if (settings.log_to_stdout) {
    config::open_log(config::log_stream::standard_output, settings.log_level);
    return done{};
  }
  constexpr auto size_mib = config::log_size_max / config::mib;
  OCKAM_TRY(size, config::variable_number("OCKAM_LOG_MAX_SIZE_MB", size_mib));
  OCKAM_TRY(files, config::variable_number("OCKAM_LOG_MAX_FILES", config::log_files_max));
  const auto opened = config::open_log({path, size * config::mib, files}, settings.log_level);
  if (opened) return done{};
  // What serves others does not wait for a disk.
  config::open_log(config::log_stream::standard_error, settings.log_level);
  config::log(log_level::error, opened.error().message + "; this node logs nothing more there");
  return done{};
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
result<std::vector<actors::node_options::authority>> authorities_of(const fs::path& home,
                                                                    const node_settings& settings) {
  OCKAM_TRY(state, config::state_store::open(home));
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
  auto bound = node.serve_status(*settings.status_at, identity);
  if (bound) return to_string(*bound);
  auto why = bound.error();
  why.message = "status port: " + why.message;
  if (why.code == errc::in_use) why.hint = "--status-port 0 for a free one";
  return why;
}

status run_in(node_directory& directory, const node_settings& settings,
              const transports::descriptor& signals,
              const std::function<void(const transports::endpoint&)>& ready) {
  if (auto opened = open_node_log(settings, directory.files().log); !opened) return opened;
  if (auto engine = channels::wanted_engine(); !engine) return engine.error();
  const auto& home = directory.home();
  OCKAM_TRY(hosted, hosted_by(home, settings.name));
  OCKAM_TRY(who, identity_of_node(home, settings.name,
                                  hosted ? identity_choice{hosted->identity, {}} : settings.who));
  OCKAM_TRY(own, load(home, who));
  actors::node_options options{
      .name = settings.name, .identity = std::move(own), .load_identity = load_by_name(home)};
  if (const auto mode = channels::when_silent_called(settings.when_silent))
    options.when_authority_silent = *mode;
  options.limits = settings.limits;
  options.offered.relays = settings.offers.allow_relays;
  options.offered.everything = settings.offers.open;
  options.offered.loopback_is_public = settings.offers.loopback_is_public;
  if (auto trusted = trust_projects(options, home, settings); !trusted) return trusted;
  if (hosted)
    if (auto ready_to_host = prepare(options, home, *hosted, who); !ready_to_host)
      return ready_to_host;
  const auto self = options.identity->who();
  OCKAM_TRY(authorities, authorities_of(home, settings));
  options.authorities = std::move(authorities);
  OCKAM_TRY(declared, declared_on(home, settings.name));
  options.declarations = std::move(declared);
  running_node node{std::move(options), settings.threads ? settings.threads : usual_threads()};
  OCKAM_TRY(bound, node.start(settings.listen_at, directory.files().socket));
  OCKAM_TRY(status_at, serve_status(node, settings, who.name));
  if (auto settled = directory.settle(bound, who.name, status_at, settings, hosted.has_value());
      !settled)
    return settled;
  if (hosted)
    if (auto noted = note_hosted(home, std::move(*hosted), settings, bound, self); !noted)
      return noted;
  config::log(log_level::info, "node " + settings.name + " listens on " + to_string(bound));
  settings.told.ready("listens on " + to_string(bound));
  ready(bound);
  channels::chosen_engine(); // tests itself when first asked for, which touches much of its code
  release_startup_pages();
  const auto reload = [&] {
    if (auto opened = open_node_log(settings, directory.files().log); !opened)
      config::log(log_level::error, opened.error().message);
  };
  run_until_told(node, signals, {settings.told, settings.ends_with_input, reload});
  return done{};
}

} // namespace

status run_node(const node_settings& settings,
                const std::function<void(const transports::endpoint&)>& ready) {
  ::prctl(PR_SET_NAME, "ockam"); // and not "exe", as which it may have been run
  ::umask(0077);
  raise_descriptor_limit();
  auto signals = block_signals();
  OCKAM_TRY(directory, node_directory::enter(settings.name));
  auto outcome = run_in(directory, settings, signals, ready);
  config::log(log_level::info, outcome ? "node stopped" : outcome.error().message);
  config::close_log();
  if (!outcome) directory.leave();
  return outcome;
}

} // namespace ockam::cli
