// The two implementations of aead.hpp, and which of them is faster, found by trying both: no flag of
// the CPU says it. With AES but no vector AES, ipsec-mb is several times as fast for small records and
// equal for large ones.
#pragma once
#include "channels/crypto/aead.hpp"

#include <array>
#include <chrono>

namespace ockam::channels {

std::unique_ptr<aead> make_openssl_aead(const secret_key&);
std::unique_ptr<aead> make_ipsec_mb_aead(const secret_key&);
/// Whether the CPU has what ipsec-mb needs to be of use: without, a record takes it milliseconds.
bool has_aes_instructions();

/// What an engine takes to seal a small and a large record, the best of a few.
using trial_times = std::array<std::chrono::nanoseconds, 2>;
/// Seals for less than a millisecond, if the CPU has AES instructions.
trial_times try_engine(aead_engine);
/// The one that saves more than it costs: ratios count, as nobody knows the records to come.
aead_engine faster_of(const trial_times& openssl, const trial_times& ipsec_mb) noexcept;

using nonce_bytes = std::array<std::uint8_t, 12>;
inline nonce_bytes encode_nonce(std::uint64_t nonce) noexcept {
  nonce_bytes out{};
  for (auto i = out.size(); i > out.size() - sizeof nonce; nonce >>= 8)
    out[--i] = static_cast<std::uint8_t>(nonce);
  return out;
}

} // namespace ockam::channels
