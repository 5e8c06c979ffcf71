#include "transports/io/process_figures.hpp"

#include "wire/text.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace ockam::transports {

namespace {

double seconds(const timeval& time) {
  constexpr double us_per_s = 1e6;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / us_per_s;
}

std::size_t entries_of(const char* directory) {
  std::error_code why;
  std::size_t out = 0;
  for (auto at = std::filesystem::directory_iterator(directory, why);
       !why && at != std::filesystem::directory_iterator(); at.increment(why))
    ++out;
  return out;
}

} // namespace

process_figures read_process_figures() {
  process_figures out;
  std::size_t pages_all = 0, pages = 0;
  if (std::ifstream("/proc/self/statm") >> pages_all >> pages)
    out.resident_bytes = pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const auto open = entries_of("/proc/self/fd");
  out.descriptors = open > 0 ? open - 1 : 0; // the one that looked
  out.threads = entries_of("/proc/self/task");
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    out.descriptors_max = limit.rlim_cur;
    out.descriptors_hard_max = limit.rlim_max;
  }
  rusage used{};
  if (::getrusage(RUSAGE_SELF, &used) == 0)
    out.cpu_seconds = seconds(used.ru_utime) + seconds(used.ru_stime);
  return out;
}

std::optional<other_process> look_at_process(pid_t pid) {
  const auto directory = "/proc/" + std::to_string(pid);
  other_process out;
  std::string line, word;
  std::ifstream stat(directory + "/stat"), limits(directory + "/limits");
  if (!std::getline(stat, line)) return {};
  // 123 (name) T …; a name may hold anything
  if (const auto name_end = line.rfind(") "); name_end != line.npos && name_end + 2 < line.size())
    out.stopped = line[name_end + 2] == 'T' || line[name_end + 2] == 't';
  while (std::getline(limits, line))
    if (line.starts_with("Max open files"))
      if (const auto soft = wire::whole_number<std::size_t>(
              wire::trimmed(line.substr(26, line.find(' ', 26) - 26))))
        out.descriptors_max = *soft;
  out.descriptors = entries_of((directory + "/fd").c_str());
  return out;
}

} // namespace ockam::transports
