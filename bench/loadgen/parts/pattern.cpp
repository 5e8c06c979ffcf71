#include "loadgen/parts/pattern.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

namespace loadgen {

namespace {

constexpr std::size_t period = 1048573; // prime: no block size divides it
std::vector<std::uint8_t> pattern;

} // namespace

void make_pattern() {
  pattern.resize(period + pattern_view_size);
  std::uint64_t x = 0x9E3779B97F4A7C15ull;
  for (std::size_t i = 0; i < period; ++i) {
    x ^= x << 13, x ^= x >> 7, x ^= x << 17;
    pattern[i] = std::uint8_t(x >> 32);
  }
  std::copy_n(pattern.data(), pattern_view_size, &pattern[period]);
}

const std::uint8_t* pattern_at(std::uint32_t seed, std::uint64_t position) {
  return &pattern[(seed + position) % period];
}

bool verify(std::uint32_t seed, std::uint64_t position, const std::uint8_t* data,
            std::size_t size) {
  while (size > 0) {
    const auto part = std::min(size, pattern_view_size);
    if (std::memcmp(data, pattern_at(seed, position), part) != 0) return false;
    data += part, position += part, size -= part;
  }
  return true;
}

} // namespace loadgen
