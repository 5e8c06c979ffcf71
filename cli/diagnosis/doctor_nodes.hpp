// What `ockam doctor` looks at of each node: its process, its control socket, its ports, what it
// keeps alive, and where its routes end in other nodes of the same home.
#pragma once
#include "cli/diagnosis/diagnostic.hpp"
#include "config/store/state_store.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace ockam::cli {

/// A node as the store knows it, and as it describes itself, if it answers.
struct examined_node {
  config::node_record record;
  nlohmann::json told;                ///< /v1/node; null if the node does not run or answer
  std::vector<std::string> workers{}; ///< addresses of its workers
};
using examined_nodes = std::map<std::string, examined_node, std::less<>>;

/// Looks at the processes of all nodes of the home, and tells of those that `chosen` names, or of
/// all if it is empty.
examined_nodes examine_processes(const std::filesystem::path& home, config::state_store&,
                                 const std::string& chosen, diagnostics&);

/// Looks at what a node keeps alive and offers.
void examine_ways(const examined_nodes&, const examined_node&, diagnostics&);
/// Looks at the credentials that a node shows to those who ask who it is.
void examine_credentials(config::state_store&, const examined_node&, diagnostics&);

} // namespace ockam::cli
