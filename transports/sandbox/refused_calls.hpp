// System calls that a filter refused: it has the thread that made one get a signal, SIGSYS, and the
// handler answers instead of the kernel, and counts.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

// The answer is written into a register; elsewhere the kernel says EPERM, and nothing is counted.
#if defined(__x86_64__) || defined(__aarch64__)
#define OCKAM_ANSWERS_REFUSED 1
#endif

namespace ockam::transports {

/// To be called before the first filter; again is fine.
void count_refused_calls();

struct refused_call {
  int number = 0;
  std::string name; ///< `execve`; empty if it is not known here
  std::uint32_t count = 0;
};
/// What was refused since the process started, by number. Of starting a process nothing is told.
std::vector<refused_call> refused_system_calls();

/// A descriptor (an eventfd) that is readable once something more was refused; -1 without a filter.
int refused_event() noexcept;

} // namespace ockam::transports
