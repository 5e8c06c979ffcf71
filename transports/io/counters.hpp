// What a node has counted since it started, besides what links and tables count themselves. Plain
// numbers: all that count are on the node's reactor.
#pragma once
#include "config/base/limits.hpp"

#include <array>
#include <cstdint>

namespace ockam::transports {

/// One side of portals: inlets and their clients, or outlets and their targets.
struct portal_counters {
  std::uint64_t streams = 0;   ///< streams that began
  std::uint64_t refused = 0;   ///< clients that got no stream: not allowed, too many, or no route
  std::uint64_t bytes_in = 0;  ///< bytes read from clients, or from targets
  std::uint64_t bytes_out = 0; ///< bytes written to clients, or to targets
};

struct counters {
  portal_counters inlets, outlets;
  std::uint64_t targets_failed = 0;    ///< that an outlet could not connect to
  std::uint64_t streams_too_slow = 0;  ///< that ended because their reader kept others waiting
  std::uint64_t streams_made_way = 0;  ///< that ended because there were too many
  std::uint64_t streams_held_most = 0; ///< that ended because too much waited, most of it in them
  std::uint64_t stream_resumes = 0;    ///< streams that went on over another path
  std::uint64_t streams_moved = 0;     ///< of those, inlets' streams that left a way in order
  std::uint64_t stream_probes = 0;     ///< questions whether the far end is there
  std::uint64_t handshakes_done = 0;   ///< of secure channels, by either side
  std::uint64_t handshakes_failed = 0;
  std::uint64_t channels_gave_way = 0; ///< that ended because there were too many
  /// What was refused because of a limit, where no table counts it itself.
  std::array<std::uint64_t, config::limits_count> refused{};
  void refuse(config::limit why) noexcept { ++refused[config::index_of(why)]; }
};

} // namespace ockam::transports
