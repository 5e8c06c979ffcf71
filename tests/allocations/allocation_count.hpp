// How often this program has asked for memory, on all threads but those that are exempt. Linked
// into an executable it replaces malloc and its family there; with the address sanitizer it listens
// to the sanitizer's own.
#pragma once
#include <cstddef>

namespace ockam::tests {

/// Blocks of the heap, and mappings.
std::size_t allocations() noexcept;
/// While it lives, its thread is not counted.
struct exempt_thread {
  exempt_thread() noexcept;
  ~exempt_thread();
};

} // namespace ockam::tests
