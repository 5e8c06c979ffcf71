// The two implementations of aead.hpp, for make_aead() only.
#pragma once
#include "channels/crypto/aead.hpp"

#include <array>

namespace ockam::channels {

std::unique_ptr<aead> make_openssl_aead(const secret_key&);
std::unique_ptr<aead> make_ipsec_mb_aead(const secret_key&);
/// Whether the CPU has what makes ipsec-mb fast.
bool has_vector_aes();

using nonce_bytes = std::array<std::uint8_t, 12>;
inline nonce_bytes encode_nonce(std::uint64_t nonce) noexcept {
  nonce_bytes out{};
  for (auto i = out.size(); i > out.size() - sizeof nonce; nonce >>= 8)
    out[--i] = static_cast<std::uint8_t>(nonce);
  return out;
}

} // namespace ockam::channels
