// Where a node keeps its things: $OCKAM_HOME/nodes/NAME/{lock,socket,log}, directories 0700, files
// 0600. Names become directories, so they are checked before anything else.
#pragma once
#include "wire/result.hpp"

#include <filesystem>
#include <string_view>

namespace ockam::config {

struct node_files {
  std::filesystem::path directory, lock, socket, log;
};

/// 1 to 64 letters, digits, '-' and '_'; `noun` is what the name is of. Error: invalid.
status check_name(std::string_view noun, std::string_view name);
inline status check_node_name(std::string_view name) { return check_name("node", name); }

/// REQUIRES: the name was checked.
node_files files_of(const std::filesystem::path& home, std::string_view name);

/// Makes the directory and those above it, all 0700; one that exists stays as it is. Error: io,
/// naming the directory.
status make_private_directory(const std::filesystem::path& directory);

} // namespace ockam::config
