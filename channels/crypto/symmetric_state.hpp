// What both sides of a Noise handshake mix everything into: every message so far (h), every shared
// secret so far (ck) and the key that follows from them. Source: spec wire §6.2.
//   nonce := 0 after each new key, one more after each message
#pragma once
#include "channels/crypto/aead.hpp"
#include "channels/crypto/digest.hpp"
#include "wire/result.hpp"

namespace ockam::channels {

class symmetric_state {
public:
  /// OCKAM_XX_25519_AES256_GCM_SHA256 with an empty prologue.
  symmetric_state();

  void mix_hash(bytes_view data) { hash_ = sha256({hash_, data}); }
  void mix_key(const secret_key& shared);

  /// This and the next append to `out`. Nothing is encrypted before the first mix_key().
  void encrypt_and_hash(bytes_view plaintext, bytes& out);
  /// Fails (errc::denied) if the other side did not make this with the same state.
  status decrypt_and_hash(bytes_view message, bytes& out);

  /// The keys of the two directions.
  derived_keys split() const { return hkdf_sha256(chaining_key_.view(), {}); }

private:
  digest hash_;
  secret_key chaining_key_;
  std::unique_ptr<aead> cipher_; ///< null until the first mix_key()
  std::uint64_t nonce_ = 0;
};

} // namespace ockam::channels
