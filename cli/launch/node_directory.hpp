// A node's directory as long as its process lives, with the lock that says which process is the node.
#pragma once
#include "cli/launch/settings.hpp"
#include "config/home/node_files.hpp"
#include "config/home/node_lock.hpp"
#include "wire/result.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace ockam::cli {

class node_directory {
public:
  /// Makes the directory if need be, and holds its lock. Errors: already_exists if a node of that
  /// name runs; io; denied if it is not ours.
  static result<node_directory> enter(const std::string& name);
  /// Opens it beside the process that runs the node and holds its lock. Errors: as above.
  static result<node_directory> share(const std::string& name);

  /// Takes the lock when the process that held it has let go of it, or is gone; waits a moment for
  /// that. Errors: already_exists, io.
  status lock();
  void unlock() { lock_.reset(); }

  const std::filesystem::path& home() const { return home_; }
  const config::node_files& files() const { return files_; }

  /// From now on every command knows the node. Errors: those of state_store.
  status settle(const transports::endpoint& bound, const std::string& identity,
                const std::string& status_at, const node_settings&, bool hosts);
  /// The node did not come up: if it is not known from before, the directory goes again, as nobody
  /// asked for a node that can not start.
  void leave();

private:
  node_directory(std::string name, std::filesystem::path home, config::node_files files,
                 std::optional<config::node_lock> lock);

  std::string name_;
  std::filesystem::path home_;
  config::node_files files_;
  std::optional<config::node_lock> lock_;
};

} // namespace ockam::cli
