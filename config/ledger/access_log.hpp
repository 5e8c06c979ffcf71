// Writes the access log of a process: a line for each portal stream that ended, and for a few of
// those that were refused in a second, which anybody can bring about. Nobody waits for a disk: what
// does not fit is left out, and counted (config/base/log.hpp). Confined to one thread.
#pragma once
#include "config/defaults.hpp"
#include "config/ledger/stream_entry.hpp"

#include <chrono>

namespace ockam::config {

class access_log {
public:
  using time_point = std::chrono::steady_clock::time_point;
  explicit access_log(log_format format) : format_{format} {}

  /// Writes the entry as of now.
  void write(stream_entry);

  /// The line of an entry; none if too many were refused in this second. The next line of one that
  /// is refused says how many were left out.
  std::optional<std::string> line(stream_entry, time_point now);

private:
  const log_format format_;
  time_point second_{}; ///< when the second began that `refused_` is of
  std::size_t refused_ = 0, left_out_ = 0;
};

} // namespace ockam::config
