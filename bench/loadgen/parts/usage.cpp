#include "loadgen/parts/usage.hpp"

#include "loadgen/parts/options.hpp"

#include <cstdio>
#include <fstream>
#include <time.h>
#include <unistd.h>

namespace loadgen {

namespace {

double cpu_s(pid_t process) {
  clockid_t clock;
  timespec spent;
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &spent) != 0) return 0;
  return double(spent.tv_sec) + double(spent.tv_nsec) / 1e9;
}

} // namespace

long rss_kb(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/statm");
  long whole = 0, resident = 0;
  if (!(file >> whole >> resident)) return -1;
  return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

usage usage_now() {
  usage out;
  for (const auto process : given.processes)
    out.cpu_s += cpu_s(process), out.rss_kb.push_back(rss_kb(process));
  return out;
}

std::string to_json(const std::vector<long>& numbers) {
  std::string out = "[";
  for (std::size_t i = 0; i < numbers.size(); ++i)
    out += (i > 0 ? "," : "") + std::to_string(numbers[i]);
  return out + "]";
}

} // namespace loadgen
