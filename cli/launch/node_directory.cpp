#include "cli/launch/node_directory.hpp"

#include "channels/identity/identity.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"
#include "config/home/ownership.hpp"
#include "config/store/state_store.hpp"

#include <thread>
#include <utility>

namespace ockam::cli {

namespace {

/// Whether the store has all that this start would note. What is not compared here is not kept.
bool is_as_noted(const config::node_record& known, const transports::endpoint& bound,
                 const std::string& identity, const std::string& status_at,
                 const node_settings& settings) {
  return known.listener_address == to_string(bound) && known.identity == identity
         && known.threads == settings.threads && known.status_address == status_at
         && known.when_silent == settings.when_silent && known.sandbox == settings.sandbox
         && known.limits == config::text_of(settings.limits)
         && known.offers == settings.offers.text()
         && (settings.project.empty() || known.project == settings.project);
}

} // namespace

node_directory::node_directory(std::string name, std::filesystem::path home,
                               config::node_files files, std::optional<config::node_lock> lock)
    : name_{std::move(name)},
      home_{std::move(home)},
      files_{std::move(files)},
      lock_{std::move(lock)} {}

result<node_directory> node_directory::share(const std::string& name) {
  OCKAM_TRY(home, config::home());
  auto files = config::files_of(home, name);
  if (auto ours = config::check_home(home); !ours) return ours.error();
  if (auto ours = config::check_ownership(files.directory, "the node's directory"); !ours)
    return ours.error();
  return node_directory{name, std::move(home), std::move(files), std::nullopt};
}

result<node_directory> node_directory::enter(const std::string& name) {
  OCKAM_TRY(out, share(name));
  const auto& files = out.files_;
  if (auto made = config::make_private_directory(files.directory); !made) return made.error();
  auto lock = config::node_lock::acquire(files.lock);
  if (!lock && lock.error().code != errc::already_exists) return lock.error();
  if (!lock)
    return fail(errc::already_exists, "node " + name + " already exists and runs",
                "ockam node show " + name);
  out.lock_.emplace(std::move(*lock));
  return std::move(out);
}

status node_directory::lock() {
  for (int left = config::lock_retries_max;; --left) {
    auto held = config::node_lock::acquire(files_.lock);
    if (held) {
      lock_.emplace(std::move(*held));
      return done{};
    }
    if (left == 0 || held.error().code != errc::already_exists) return held.error();
    std::this_thread::sleep_for(config::lock_retry);
  }
}

status node_directory::settle(const transports::endpoint& bound, const std::string& identity,
                              const std::string& status_at, const node_settings& settings,
                              bool hosts) {
  OCKAM_TRY(state, config::state_store::open(home_));
  for (const auto& history : settings.authorities) {
    OCKAM_TRY(who, channels::identity::import(history));
    const config::trust_record trusted{to_string(who.id()), history, {}};
    if (auto noted = state.trusted().put(name_, trusted); !noted) return noted;
  }
  if (const auto known = state.node(name_);
      known && known->hosts == hosts && is_as_noted(*known, bound, identity, status_at, settings))
    return done{}; // a start that changes nothing needs no disk
  auto noted =
      state.put_node(name_, to_string(bound), identity, settings.threads, settings.project, hosts);
  if (!noted) return noted;
  if (auto kept = state.set_when_silent(name_, settings.when_silent); !kept) return kept;
  if (auto kept = state.set_sandbox(name_, settings.sandbox); !kept) return kept;
  if (auto kept = state.set_limits(name_, config::text_of(settings.limits)); !kept) return kept;
  if (auto kept = state.set_offers(name_, settings.offers.text()); !kept) return kept;
  return state.set_status_address(name_, status_at);
}

void node_directory::leave() {
  auto state = config::state_store::open(home_);
  if (!state) return;
  auto known = state->node(name_);
  std::error_code ignored;
  if (!known && known.error().code == errc::not_found)
    std::filesystem::remove_all(files_.directory, ignored);
}

} // namespace ockam::cli
