#include "transports/clock.hpp"

#include "wire/bytes.hpp"

#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace ockam::transports {

std::string randomness::address() {
  std::array<std::uint8_t, 16> raw{};
  fill(raw);
  return wire::to_hex(raw);
}

void system_randomness::fill(std::span<std::uint8_t> out) {
  // Without randomness nothing here is safe: better to end than to go on.
  if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1)
    throw std::runtime_error{"no randomness from the system"};
}

} // namespace ockam::transports
