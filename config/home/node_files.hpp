// Where a node keeps its things: $OCKAM_HOME/nodes/NAME/{lock,socket,log,access.log}, directories 0700, files
// 0600. Names become directories, so they are checked before anything else.
#pragma once
#include "config/text/name.hpp"
#include "wire/result.hpp"

#include <filesystem>
#include <string_view>

namespace ockam::config {

struct node_files {
  std::filesystem::path directory, lock, socket, log, access_log;
};

inline status check_node_name(std::string_view name) { return check_name(named::node, name); }

/// REQUIRES: the name was checked.
node_files files_of(const std::filesystem::path& home, std::string_view name);

/// Makes the directory and those above it, all with mode 0700; one that exists stays as it is.
/// Errors: io, naming the directory.
status make_private_directory(const std::filesystem::path& directory);

} // namespace ockam::config
