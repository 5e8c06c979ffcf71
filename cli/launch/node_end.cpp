#include "cli/launch/node_end.hpp"

#include "cli/home/control_client.hpp"
#include "cli/launch/node_process.hpp"
#include "config/defaults.hpp"
#include "config/home/node_lock.hpp"
#include "config/store/state_store.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>

namespace ockam::cli {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using std::chrono::milliseconds;

// Time until a node counts as one that does not end; between two looks, as somebody watches.
constexpr milliseconds patience = config::drain_timeout + config::node_end_margin, look_period{250};

/// A node that is to end at once is told so first: then its streams are broken off on the far sides
/// too, now and not when these find out. One that does not listen is killed.
constexpr int signal_of(bool forced) { return forced ? SIGQUIT : SIGTERM; }

/// Removes a node's files. It holds the node's lock, so that nobody starts the node meanwhile.
status remove_files(const config::node_files& files) {
  std::error_code why;
  if (!fs::exists(files.directory, why)) return done{};
  auto lock = config::node_lock::acquire(files.lock);
  if (!lock) return lock.error();
  fs::remove_all(files.directory, why);
  if (why)
    return fail(errc::io, "cannot remove " + files.directory.string() + ": " + why.message());
  return done{};
}

status forget(const fs::path& home, const std::vector<std::string>& names) {
  std::error_code why;
  if (!fs::exists(config::state_file(home), why)) return done{};
  OCKAM_TRY(state, config::state_store::open(home));
  for (auto& name : names) {
    auto removed = state.remove_node(name);
    if (!removed && removed.error().code != errc::not_found) return removed;
  }
  return done{};
}

/// Whether the store can forget a node; asked before any of its files goes.
status check_store(const fs::path& home) {
  std::error_code why;
  if (!fs::exists(config::state_file(home), why)) return done{};
  const auto state = config::state_store::open(home);
  return state ? state->writable() : state.error();
}

/// `3 streams of inlet web, 2 links that others use`; empty if the node does not say.
std::string still_at_work(const config::node_files& files, const std::string& name) {
  const auto told = make_control_client(name, files.socket)->get("/v1/node");
  if (!told) return {};
  std::string all;
  const auto add = [&all](const std::string& what) { all += (all.empty() ? "" : ", ") + what; };
  for (const std::string end : {"inlet", "outlet"})
    for (const auto& one : told->value("tcp_" + end + "s", json::array()))
      if (const auto streams = one.value("streams", 0); streams > 0)
        add(std::to_string(streams) + (streams == 1 ? " stream of " : " streams of ") + end + ' '
            + one.value("alias", ""));
  for (const auto& one : told->value("waits_for", json::array())) add(one.get<std::string>());
  return all;
}

} // namespace

status end_node(const config::node_files& files, bool forced,
                const std::function<void(const std::string&)>& waiting) {
  OCKAM_TRY(ending, ending_process::begin(files, signal_of(forced)));
  if (!ending || (forced && ending->wait(config::force_patience))) return done{};
  if (forced) ending->kill();
  auto name = files.directory.filename().string();
  const auto until = std::chrono::steady_clock::now() + patience;
  std::string said;
  do {
    if (ending->wait(waiting ? look_period : patience)) return done{};
    if (!waiting) break;
    if (const auto what = still_at_work(files, name); !what.empty() && what != said)
      waiting("waiting for " + (said = what));
  } while (std::chrono::steady_clock::now() < until);
  return fail(errc::timed_out, "node " + name + " did not end", "ockam node stop --force " + name);
}

status delete_nodes(const fs::path& home, const std::vector<std::string>& names, bool forced) {
  if (auto ready = check_store(home); !ready) return ready;
  std::vector<ending_process> endings;
  for (auto& name : names) {
    OCKAM_TRY(ending, ending_process::begin(config::files_of(home, name), signal_of(forced)));
    if (ending) endings.push_back(std::move(*ending));
  }
  const auto until =
      std::chrono::steady_clock::now() + (forced ? config::force_patience : patience);
  for (auto& ending : endings) {
    auto left = std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now());
    if (ending.wait(std::max(left, milliseconds{0}))) continue;
    ending.kill();
    if (!ending.wait(config::node_end_margin)) return fail(errc::timed_out, "a node did not end");
  }
  for (auto& name : names)
    if (auto removed = remove_files(config::files_of(home, name)); !removed) return removed;
  return forget(home, names);
}

std::vector<std::string> node_directories(const fs::path& home) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (auto& entry : fs::directory_iterator{home / "nodes", ignored})
    names.push_back(entry.path().filename().string());
  return names;
}

result<std::vector<std::string>> all_node_names(const fs::path& home) {
  std::vector<std::string> names;
  std::error_code why;
  if (fs::exists(config::state_file(home), why)) {
    OCKAM_TRY(state, config::state_store::open(home));
    OCKAM_TRY(nodes, state.nodes());
    for (auto& node : nodes) names.push_back(node.name);
  }
  for (auto& name : node_directories(home))
    if (config::check_node_name(name) && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(name);
  return names;
}

} // namespace ockam::cli
