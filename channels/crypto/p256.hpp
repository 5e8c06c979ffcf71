// ECDSA over P-256 with SHA-256, as the reference uses it: points are 65 bytes (04 x y), signatures
// 64 bytes (r then s), nonces come from the key and the message (RFC 6979), so that a signature
// is the same whenever it is made and no weak randomness can reveal the key. OpenSSL learns to do
// that in 3.2; before it, the nonce and the four operations modulo the order are ours, the curve is
// OpenSSL's.
#pragma once
#include "channels/crypto/digest.hpp"

#include <optional>

namespace ockam::channels::p256 {

using point = std::array<std::uint8_t, 65>;
using signature_bytes = std::array<std::uint8_t, 64>;

/// The public key of a private one; empty unless that is at least 1 and below the order of the
/// curve, which one random key of 2^32 is not.
std::optional<point> public_of(const secret_key&);
/// REQUIRES: public_of(key).
signature_bytes sign(const secret_key& key, bytes_view message);
bool verify(const point& key, bytes_view message, const signature_bytes&);

} // namespace ockam::channels::p256
