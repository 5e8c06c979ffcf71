// Counts how often this program has asked for memory, on all threads but those that are exempt. If
// it is linked into an executable, it replaces malloc and its family there; with the address
// sanitizer it listens to those of the sanitizer.
#pragma once
#include <cstddef>

namespace ockam::tests {

/// Number of blocks of the heap and of mappings.
std::size_t allocations() noexcept;
/// While this object lives, its thread is not counted.
struct exempt_thread {
  exempt_thread() noexcept;
  ~exempt_thread();
};

} // namespace ockam::tests
