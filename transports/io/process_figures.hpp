// What the operating system knows of this process, and of others. Reads /proc: not on a reactor.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <sys/types.h>

namespace ockam::transports {

struct process_figures {
  std::size_t resident_bytes = 0;
  std::size_t descriptors = 0, descriptors_max = 0; ///< open now, and allowed at once
  std::size_t descriptors_hard_max = 0; ///< limit up to which the process may raise descriptors_max
  double cpu_seconds = 0;               ///< seconds of user and system time since it started
  std::size_t threads = 0;
};
process_figures read_process_figures();

struct other_process {
  bool stopped = false; ///< while SIGSTOP or a debugger holds it
  std::size_t descriptors = 0, descriptors_max = 0;
};
/// What can be seen of a process; none if there is no such process, or if it is another user's.
std::optional<other_process> look_at_process(pid_t);

/// Bytes of memory that this process may use: those of the machine, or less if its address space or
/// a control group (v1 or v2) that it is in has a limit. `root` is where files are looked for; for
/// tests.
std::size_t memory_limit(const std::string& root = {});

} // namespace ockam::transports
