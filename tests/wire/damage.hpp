// Damaged input: every truncation and every single flipped bit of a run of bytes.
#pragma once
#include "wire/bytes.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <optional>

namespace ockam::tests {

/// Decodes and encodes again; empty if the input is refused.
using recode_function = std::function<std::optional<wire::bytes>(wire::bytes_view)>;

/// Checks that whatever decodes encodes to bytes that decode to the same.
inline void check_round_trip(wire::bytes_view input, const recode_function& recode) {
  const auto once = recode(input);
  if (once) CHECK(recode(*once) == once);
}

/// Each piece is a vector of exactly its size, so that the address sanitizer sees a read behind it.
inline void check_damage(const wire::bytes& good, const recode_function& recode) {
  for (std::size_t size = 0; size < good.size(); ++size)
    check_round_trip(wire::bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)),
                     recode);
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    auto flipped = good;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    check_round_trip(flipped, recode);
  }
}

} // namespace ockam::tests
