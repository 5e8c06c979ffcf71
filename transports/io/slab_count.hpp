// How many slabs are in use, for tests on one thread: what a world took, it has to give back.
#pragma once
#include <cstddef>

namespace ockam::transports {

/// Slabs of the usual size and larger ones that this thread made, less those that it gave back,
/// whichever thread has them now. Smaller ones may be kept for the next who needs one.
std::ptrdiff_t slabs_in_use_here() noexcept;

} // namespace ockam::transports
