// The CPU time and memory that the processes of --pids have used so far.
#pragma once
#include <string>
#include <sys/types.h>
#include <vector>

namespace loadgen {

struct usage {
  double cpu_s = 0;
  std::vector<long> rss_kb; // in the order of --pids; -1 for a process that is gone
};

usage usage_now();
long rss_kb(pid_t);
std::string to_json(const std::vector<long>&);

} // namespace loadgen
