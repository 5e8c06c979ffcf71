#include "config/database/sqlite_memory.hpp"

#include "config/base/secret.hpp"

#include <cstring>
#include <sqlite3.h>

namespace ockam::config {

namespace {

sqlite3_mem_methods plain; ///< SQLite's own

void release(void* memory) {
  if (!memory) return;
  wipe({static_cast<std::uint8_t*>(memory), static_cast<std::size_t>(plain.xSize(memory))});
  plain.xFree(memory);
}

/// Moves by hand: realloc() leaves a copy behind where it moves.
void* resize(void* memory, int size) {
  const auto before = plain.xSize(memory);
  if (size <= before) return memory;
  auto* moved = plain.xMalloc(size);
  if (!moved) return nullptr;
  std::memcpy(moved, memory, static_cast<std::size_t>(before));
  release(memory);
  return moved;
}

bool configure() noexcept {
  if (sqlite3_config(SQLITE_CONFIG_URI, 1) != SQLITE_OK) return false;
  if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain) != SQLITE_OK) return false;
  auto wiping = plain;
  wiping.xFree = release;
  wiping.xRealloc = resize;
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &wiping) == SQLITE_OK;
}

} // namespace

void wipe_memory_of_sqlite() noexcept { [[maybe_unused]] static const bool wiping = configure(); }

} // namespace ockam::config
