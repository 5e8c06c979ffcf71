// Reads the access log of a node, which another process writes: access.log, and the older files
// access.1.log, access.2.log ... of it. Lines that are no entries are passed over.
#pragma once
#include "config/ledger/stream_entry.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/types.h>
#include <vector>

namespace ockam::config {

/// The newest entries of all files, the oldest of them first, `count` at most.
std::vector<stream_entry> newest_entries(const std::filesystem::path& log, std::size_t count);

/// Reads entries as they come. When the writer begins another file, what is left of the old one
/// comes first.
class access_follower {
public:
  explicit access_follower(std::filesystem::path log) : log_{std::move(log)} {}
  /// What came since the last call; all that is in the newest file at the first one.
  std::vector<stream_entry> next();

private:
  void read_on(std::vector<stream_entry>& into);

  const std::filesystem::path log_;
  std::ifstream file_;
  ino_t known_ = 0;  ///< inode of file_, once it is open
  std::string part_; ///< of a line whose end has not come
};

} // namespace ockam::config
