#include "transports/io/clock.hpp"

#include "wire/bytes.hpp"

#include <array>
#include <cerrno>
#include <sys/random.h>
#include <system_error>

namespace ockam::transports {

std::uint64_t system_wall_clock::now() const {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::seconds>(since_1970).count());
}

std::string randomness::address() {
  std::array<std::uint8_t, 16> raw{};
  fill(raw);
  return wire::to_hex(raw);
}

void system_randomness::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    auto got = ::getrandom(out.data(), out.size(), 0);
    // Without randomness nothing here is safe: better to end than to go on.
    if (got < 0 && errno != EINTR)
      throw std::system_error{errno, std::system_category(), "getrandom"};
    if (got > 0) out = out.subspan(static_cast<std::size_t>(got));
  }
}

} // namespace ockam::transports
