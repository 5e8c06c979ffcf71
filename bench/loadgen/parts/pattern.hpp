// The value that every byte must have: pattern[(seed + position in the stream) mod period], with a
// seed for each connection. Comparing finds lost, doubled, reordered and crossed bytes.
#pragma once
#include <cstddef>
#include <cstdint>

namespace loadgen {

constexpr std::size_t pattern_view_size = 1 << 20; // longest that pattern_at() can be read

void make_pattern(); // to be called before the other two
const std::uint8_t* pattern_at(std::uint32_t seed, std::uint64_t position);
bool verify(std::uint32_t seed, std::uint64_t position, const std::uint8_t* data, std::size_t size);

} // namespace loadgen
