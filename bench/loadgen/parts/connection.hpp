// The client's end of a connection, the results of a run, and how a run is spread over threads.
#pragma once
#include "loadgen/parts/histogram.hpp"
#include "loadgen/parts/sockets.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace loadgen {

struct connection {
  int socket = -1, id = 0;
  std::uint32_t seed = 0;
  std::uint64_t sent = 0, got = 0, acknowledged = 0; // bytes; `got` counts answers in ping-pong
};

struct outcome {
  std::uint64_t bytes = 0;   // bytes in the time that counts
  std::uint64_t carried = 0; // bytes until the last one
  std::uint64_t operations = 0, errors = 0, corrupt = 0;
  std::uint64_t first_ns = ~0ull, last_ns = 0;
  histogram latency;
  double slowest = 1e18, fastest = 0; // bytes that single connections carried

  double seconds() const { return last_ns > first_ns ? double(last_ns - first_ns) / 1e9 : 0; }
  bool failed() const { return errors > 0 || corrupt > 0; }
  void count_share(std::uint64_t share);
  void merge(const outcome&);
};

using connections = std::vector<connection>;

/// Opens --conns connections and deals them to --threads groups. Each starts with a header that
/// says `mode`.
std::vector<connections> open_connections(char mode, std::uint64_t argument = 0);
connection open_connection(int id, char mode, std::uint64_t argument = 0);

/// Runs `work(thread)` in --threads threads.
outcome in_parallel(const std::function<outcome(std::size_t)>& work);

} // namespace loadgen
