// Who somebody is: the SHA-256 of the first change of their history. Source: spec wire §7.2.
//   text := I <64 lower-case hex>       CBOR := bytes(32)
#pragma once
#include "wire/result.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace ockam::wire {

struct identifier {
  std::array<std::uint8_t, 32> hash{};

  /// Upper-case digits are read, too.
  static result<identifier> parse(std::string_view text);
  // clang-tidy 14 takes the 0 in what the compiler makes of < for a pointer.
  // NOLINTNEXTLINE(modernize-use-nullptr)
  friend auto operator<=>(const identifier&, const identifier&) = default;
};

std::string to_string(const identifier&);

} // namespace ockam::wire
