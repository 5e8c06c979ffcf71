#include "transports/io/process_figures.hpp"

#include "wire/text.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
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

namespace {

/// The number in a file of a control group; none if there is none, as for "max".
std::optional<std::size_t> limit_in(const std::string& file) {
  std::string word;
  if (!(std::ifstream(file) >> word)) return {};
  return wire::whole_number<std::size_t>(word);
}

/// The smallest limit on the way from a group up to the root of its hierarchy.
std::size_t smallest_limit(const std::string& hierarchy, std::string group, const char* name,
                           std::size_t out) {
  for (;;) {
    if (const auto limit = limit_in(hierarchy + group + '/' + name)) out = std::min(out, *limit);
    const auto slash = group.rfind('/');
    if (slash == group.npos) return out;
    group.resize(slash);
  }
}

/// Of the machine, or half of what is left of the address space that this process may have: each
/// thread reserves more of that than it will use.
std::size_t memory_of_machine() {
  const auto pages = ::sysconf(_SC_PHYS_PAGES), page_size = ::sysconf(_SC_PAGESIZE);
  auto out = pages > 0 && page_size > 0
                 ? static_cast<std::size_t>(pages) * static_cast<std::size_t>(page_size)
                 : std::numeric_limits<std::size_t>::max();
  rlimit space{};
  if (::getrlimit(RLIMIT_AS, &space) != 0 || space.rlim_cur == RLIM_INFINITY) return out;
  std::size_t pages_taken = 0;
  std::ifstream("/proc/self/statm") >> pages_taken;
  const auto taken = pages_taken * static_cast<std::size_t>(page_size);
  return std::min(out, (space.rlim_cur - std::min<std::size_t>(taken, space.rlim_cur)) / 2);
}

} // namespace

std::size_t memory_limit(const std::string& root) {
  auto out = memory_of_machine();
  std::ifstream groups(root + "/proc/self/cgroup"); // 0::/user.slice   4:memory:/user.slice
  for (std::string line; std::getline(groups, line);) {
    const auto path = line.rfind(":/");
    if (path == line.npos) continue;
    const auto group = line.substr(path + 1) == "/" ? "" : line.substr(path + 1);
    if (line.starts_with("0::"))
      out = smallest_limit(root + "/sys/fs/cgroup", group, "memory.max", out);
    else if (line.find(":memory:") != line.npos)
      out = smallest_limit(root + "/sys/fs/cgroup/memory", group, "memory.limit_in_bytes", out);
  }
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
