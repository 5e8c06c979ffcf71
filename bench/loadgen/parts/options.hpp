// The options of the command line.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace loadgen {

struct options {
  std::string mode, host = "127.0.0.1", direction = "up", congestion_control, label;
  std::uint16_t port = 0;
  int connections = 1, threads = 1;
  double seconds = 3, warmup_seconds = 0.3;
  std::size_t size = 64, block = 256 * 1024; // bytes of a ping, of one write of bulk
  bool plain = false;                        // without headers: the other side just echoes
  bool abort = false;                        // leaves what is under way at the end of bulk down
  std::vector<pid_t> processes;              // whose CPU time and memory are reported
};

extern options given;

/// Fills `given`. Returns false, with a line on stderr, if anything is wrong.
bool read_options(int argc, char** argv);

} // namespace loadgen
