// Small pieces of memory that never reach a swap file or a core dump, as far as the operating
// system allows: whole pages are mapped, locked and left out of dumps, and cut into slots. Where
// locking is refused (RLIMIT_MEMLOCK) the slots work all the same. Pages are kept for the life of
// the process, so their number is that of the secrets alive at once. Safe from any thread.
#pragma once
#include <cstddef>
#include <cstdint>

namespace ockam::config {

inline constexpr std::size_t locked_slot_size = 64; ///< bytes; a key is 32

/// Takes a slot, full of zeros.
std::uint8_t* take_locked_slot();
/// Wipes a slot and gives it back.
void return_locked_slot(std::uint8_t* slot) noexcept;

} // namespace ockam::config
