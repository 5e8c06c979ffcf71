// Ends nodes, for the verbs that do.
#pragma once
#include "config/home/node_files.hpp"
#include "wire/result.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace ockam::cli {

/// Asks a node to end and waits until its process is gone; a node that does not run is fine. The
/// node may let open streams end for drain_timeout; if `forced`, it breaks them off, and is killed
/// if it is not gone within force_patience. Calls `waiting` with what is waited for, whenever that
/// changes. Errors: timed_out; denied.
status end_node(const config::node_files&, bool forced,
                const std::function<void(const std::string&)>& waiting = {});

/// Ends all of these at once, by force if they do not go within drain_timeout, and removes their
/// files and what the store knows of them.
status delete_nodes(const std::filesystem::path& home, const std::vector<std::string>& names,
                    bool forced);

/// Names of nodes that have a directory. Needs no database, which may be damaged.
std::vector<std::string> node_directories(const std::filesystem::path& home);

/// Names of nodes in the store, and of those that have only a directory.
result<std::vector<std::string>> all_node_names(const std::filesystem::path& home);

} // namespace ockam::cli
