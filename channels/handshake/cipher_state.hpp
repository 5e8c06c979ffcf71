// The records of a channel. Source: spec wire §6.4, §6.5.
//   record := nonce:u64be ciphertext tag(16)
// Each direction counts its own nonces from 0. A new key begins with nonces 32, 64, ...; it is made
// of the key before: the first 32 bytes of AES-256-GCM(key, nonce 2^64-1, 32 zeros). No record, and
// no new key after the first three, needs memory that is not there, or a lock.
#pragma once
#include "channels/crypto/aead.hpp"
#include "channels/handshake/replay_window.hpp"
#include "wire/result.hpp"

namespace ockam::channels {

inline constexpr std::uint64_t rekey_interval = 32; ///< messages
inline constexpr std::size_t record_head_size = sizeof(std::uint64_t);
inline constexpr std::size_t record_tail_size = aead_tag_size;

/// The sending half.
class sealer {
public:
  explicit sealer(const secret_key& key, aead_engine engine = chosen_engine())
      : key_(make_aead(key, engine)) {}

  /// Encrypts in place what is between head and tail of `record`, and writes these. Fails
  /// (errc::limit) when all nonces are used up. REQUIRES: room for head and tail.
  status seal(std::span<std::uint8_t> record) {
    return seal(
        record.subspan(record_head_size, record.size() - record_head_size - record_tail_size),
        record);
  }
  /// The same, of plaintext that lies elsewhere and stays as it is. REQUIRES: `record` has just room
  /// for head, plaintext and tail; the plaintext is there between the two, or overlaps it nowhere.
  status seal(bytes_view plaintext, std::span<std::uint8_t> record);

private:
  std::unique_ptr<aead> key_; ///< key of the interval of nonce_ - 1
  secret_key next_key_;       ///< zeros except in the moment in which key_ changes
  std::uint64_t nonce_ = 0;   ///< nonce of the next record
};

/// The receiving half. A record that is not accepted (errc::protocol, denied) changes nothing, but
/// its bytes are gone.
class opener {
public:
  explicit opener(const secret_key& key, aead_engine engine = chosen_engine())
      : engine_(engine), current_(make_aead(key, engine)) {}

  struct opened {
    std::uint64_t nonce;
    std::span<std::uint8_t> plaintext; ///< inside the record
  };
  /// Decrypts in place.
  result<opened> open(std::span<std::uint8_t> record);

private:
  bool open_with_next(std::uint64_t nonce, std::span<std::uint8_t> data, aead::const_tag);

  aead_engine engine_;
  std::unique_ptr<aead> current_, previous_; ///< keys of interval_ and of the one before it
  std::unique_ptr<aead> next_; ///< reused for the next key; that of a refused record, or zeros
  secret_key next_key_;        ///< zeros except in the moment in which it is derived
  std::uint64_t interval_ = 0;
  replay_window window_;
};

} // namespace ockam::channels
