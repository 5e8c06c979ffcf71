#include "config/base/locked_memory.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <new>
#include <sys/mman.h>

namespace ockam::config {

namespace {

constexpr std::size_t region_size = 16384; ///< 256 slots: a node with a few channels maps one

/// Free slots, each holding the address of the next one.
struct pool {
  std::mutex lock;
  std::uint8_t* first = nullptr;

  void push(std::uint8_t* slot) noexcept {
    std::memcpy(slot, &first, sizeof first);
    first = slot;
  }
  std::uint8_t* pop() noexcept {
    auto* slot = first;
    std::memcpy(&first, slot, sizeof first);
    std::fill_n(slot, sizeof first, std::uint8_t{0});
    return slot;
  }
  void grow() {
    auto* region =
        ::mmap(nullptr, region_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (region == MAP_FAILED) throw std::bad_alloc();
    static_cast<void>(::mlock(region, region_size));
    static_cast<void>(::madvise(region, region_size, MADV_DONTDUMP));
    auto* bytes = static_cast<std::uint8_t*>(region);
    for (auto at = region_size; at > 0; at -= locked_slot_size) push(bytes + at - locked_slot_size);
  }
};

/// Never destroyed: secrets in static storage may outlive any other static object.
pool& slots() {
  static auto& all = *new pool;
  return all;
}

} // namespace

std::uint8_t* take_locked_slot() {
  auto& all = slots();
  const std::lock_guard guard(all.lock);
  if (!all.first) all.grow();
  return all.pop();
}

void return_locked_slot(std::uint8_t* slot) noexcept {
  OPENSSL_cleanse(slot, locked_slot_size);
  auto& all = slots();
  const std::lock_guard guard(all.lock);
  all.push(slot);
}

} // namespace ockam::config
