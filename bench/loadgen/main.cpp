// loadgen: TCP load for whatever is in between, and the server that verifies it.
//
//   loadgen server    --listen 127.0.0.1:9000 [--threads N] [--plain] [--cc reno]
//   loadgen bulk      --connect H:P [--conns N] [--dir up|down|both] [--seconds S] [--block BYTES]
//                     [--abort: of --dir down, close at the end without what is under way]
//   loadgen pingpong  --connect H:P [--conns N] [--size 64] [--seconds S] [--warmup S]
//   loadgen connrate  --connect H:P [--conns AT A TIME] [--seconds S]
//   loadgen idle      --connect H:P [--conns N] [--seconds HOLD]
//   loadgen stall     --connect H:P [--conns N] [--dir up|down] [--seconds S]  the reader stops
//   loadgen halfclose --connect H:P
// Common: --threads N  --pids p1,p2 (CPU time and memory of these processes)  --cc NAME
//         --label TEXT  --plain (no header; the other side is a plain echo server)
// One JSON object on stdout. Exit status 0: good, 1: failed or corrupt data, 2: usage.
#include "loadgen/modes/modes.hpp"
#include "loadgen/parts/options.hpp"
#include "loadgen/parts/pattern.hpp"

#include <csignal>
#include <cstdio>
#include <map>
#include <sys/resource.h>

int main(int argc, char** argv) {
  using namespace loadgen;
  static const std::map<std::string, int (*)()> modes{
      {"server", run_server},      {"bulk", run_bulk}, {"pingpong", run_pingpong},
      {"connrate", run_connrate},  {"idle", run_idle}, {"stall", run_stall},
      {"halfclose", run_halfclose}};
  std::signal(SIGPIPE, SIG_IGN);
  if (!read_options(argc, argv)) return 2;
  const auto mode = modes.find(given.mode);
  if (mode == modes.end()) return std::fprintf(stderr, "unknown mode %s\n", given.mode.c_str()), 2;
  rlimit descriptors{};
  if (getrlimit(RLIMIT_NOFILE, &descriptors) == 0) {
    descriptors.rlim_cur = descriptors.rlim_max;
    setrlimit(RLIMIT_NOFILE, &descriptors);
  }
  make_pattern();
  return mode->second();
}
