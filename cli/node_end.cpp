#include "cli/node_end.hpp"

#include "cli/node_process.hpp"
#include "config/defaults.hpp"
#include "config/node_lock.hpp"
#include "config/state_store.hpp"

#include <algorithm>
#include <csignal>

namespace ockam::cli {

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr milliseconds patience = config::drain_timeout + config::node_end_margin;

/// Holding its lock, so that nobody starts the node meanwhile.
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
  auto state = config::state_store::open(home);
  if (!state) return state.error();
  for (auto& name : names) {
    auto removed = state->remove_node(name);
    if (!removed && removed.error().code != errc::not_found) return removed;
  }
  return done{};
}

} // namespace

status end_node(const config::node_files& files, bool killed) {
  auto ending = ending_process::begin(files, killed ? SIGKILL : SIGTERM);
  if (!ending) return ending.error();
  if (!*ending || (*ending)->wait(patience)) return done{};
  auto name = files.directory.filename().string();
  return fail(errc::timed_out, "node " + name + " did not end", "ockam node stop --force " + name);
}

status delete_nodes(const fs::path& home, const std::vector<std::string>& names, bool killed) {
  std::vector<ending_process> endings;
  for (auto& name : names) {
    auto ending = ending_process::begin(config::files_of(home, name), killed ? SIGKILL : SIGTERM);
    if (!ending) return ending.error();
    if (*ending) endings.push_back(std::move(**ending));
  }
  auto until = std::chrono::steady_clock::now() + patience;
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
    auto state = config::state_store::open(home);
    if (!state) return state.error();
    auto nodes = state->nodes();
    if (!nodes) return nodes.error();
    for (auto& node : *nodes) names.push_back(node.name);
  }
  for (auto& name : node_directories(home))
    if (config::check_node_name(name) && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(name);
  return names;
}

} // namespace ockam::cli
