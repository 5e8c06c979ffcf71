// A list of the system calls that a node makes, and a filter (seccomp) that refuses all others: a
// thread and what it starts from then on cannot run a program, trace or signal another process, open
// sockets of odd families, change users, mounts or modules. What is refused fails with EPERM, or
// ENOSYS if it is younger than the list, and is counted; nobody is killed for it.
#pragma once
#include "wire/result.hpp"

#include <cstdint>
#include <linux/filter.h>
#include <vector>

namespace ockam::transports {

class system_call_filter {
public:
  /// Reads the list, which takes 2 ms. Errors: unavailable.
  static result<system_call_filter> make();
  /// From now on the calling thread, and each that it starts, makes only the calls of the list.
  /// Errors: unavailable if the kernel takes no filter.
  status enter() const;

private:
  explicit system_call_filter(std::vector<sock_filter> program) : program_{std::move(program)} {}
  std::vector<sock_filter> program_; ///< as the kernel takes it
};

} // namespace ockam::transports
