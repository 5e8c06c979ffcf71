// AES-256-GCM. The nonce of every message in this protocol is a counter, written as four
// zero bytes and eight bytes big-endian. Source: spec wire §6.2, §6.4.
//
// Two implementations give the same bytes. Which is faster depends on the CPU (aead_choice.hpp).
#pragma once
#include "channels/crypto/secret.hpp"
#include "wire/result.hpp"

#include <limits>
#include <memory>
#include <optional>
#include <string_view>

namespace ockam::channels {

inline constexpr std::size_t aead_tag_size = 16;
/// The nonce that encrypts no message: it derives the next key (cipher_state.hpp).
inline constexpr std::uint64_t reserved_nonce = std::numeric_limits<std::uint64_t>::max();

/// A cipher with its expanded key, which is wiped with the object. For one thread at a time.
class aead {
public:
  using tag = std::span<std::uint8_t, aead_tag_size>;
  using const_tag = std::span<const std::uint8_t, aead_tag_size>;

  virtual ~aead() = default;
  virtual void set_key(const secret_key&) = 0;
  /// Encrypts `from` into as many bytes at `to`, and writes the tag over them and `associated`.
  /// REQUIRES: `to` is where `from` is, or overlaps it nowhere.
  virtual void seal(std::uint64_t nonce, bytes_view associated, bytes_view from, std::uint8_t* to,
                    tag) = 0;
  /// The same in place.
  void seal(std::uint64_t nonce, bytes_view associated, std::span<std::uint8_t> data, tag out) {
    seal(nonce, associated, data, data.data(), out);
  }
  /// Decrypts `data` in place; returns whether the tag was right. If not, `data` is zeros: nobody sees what
  /// nobody vouches for.
  virtual bool open(std::uint64_t nonce, bytes_view associated, std::span<std::uint8_t> data,
                    const_tag) = 0;
};

enum class aead_engine : std::uint8_t { openssl, ipsec_mb };

/// The name that users write: `openssl`, `ipsec-mb`.
std::string_view name_of(aead_engine) noexcept;
/// The faster one on this CPU, tried at the first call.
aead_engine fastest_engine();
/// The engine that OCKAM_AEAD names, if it is set. Errors: config if there is no such engine.
result<std::optional<aead_engine>> wanted_engine();
/// The engine that channels of this process use: the wanted one, else the faster one. Decided at
/// the first call. A node that wants an engine that there is not does not start.
aead_engine chosen_engine();
std::unique_ptr<aead> make_aead(const secret_key&, aead_engine = chosen_engine());

} // namespace ockam::channels
