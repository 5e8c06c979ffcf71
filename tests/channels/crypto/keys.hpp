// Keys with known bytes, for tests.
#pragma once
#include "channels/crypto/signing_key.hpp"
#include "channels/crypto/x25519.hpp"
#include "fixtures/vectors.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace ockam::tests {

template <std::size_t Size>
std::array<std::uint8_t, Size> array_of(wire::bytes_view data) {
  REQUIRE(data.size() == Size);
  std::array<std::uint8_t, Size> out;
  std::copy(data.begin(), data.end(), out.begin());
  return out;
}
inline channels::secret_key key_of(wire::bytes_view data) {
  return channels::secret_key(array_of<32>(data));
}
/// A key of 32 equal bytes.
inline channels::secret_key key_of(std::uint8_t byte) { return key_of(wire::bytes(32, byte)); }
inline channels::signing_key ed25519(std::uint8_t byte) {
  return std::move(*channels::signing_key::from(channels::signature_scheme::ed25519, key_of(byte)));
}
inline channels::signing_key p256_key(std::uint8_t byte) {
  return std::move(
      *channels::signing_key::from(channels::signature_scheme::ecdsa_p256, key_of(byte)));
}

} // namespace ockam::tests
