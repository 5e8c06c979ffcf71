// A key or another value that nobody else may see. It lives in locked memory, is wiped at its end,
// moves but is never copied by accident, and cannot be written to a stream or a log.
#pragma once
#include "config/base/locked_memory.hpp"
#include "wire/bytes.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <cassert>
#include <span>
#include <utility>

namespace ockam::config {

using wire::bytes;
using wire::bytes_view;

/// Compares in the same time wherever the bytes differ. Runs of different sizes differ.
inline bool same_bytes(bytes_view a, bytes_view b) noexcept {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

/// Writes zeros, and the compiler does not drop that.
inline void wipe(std::span<std::uint8_t> data) noexcept {
  OPENSSL_cleanse(data.data(), data.size());
}

template <std::size_t Size>
class secret {
  static_assert(Size <= locked_slot_size);

public:
  /// A secret of zeros, to be filled.
  secret() : slot_(take_locked_slot()) {}
  /// Copies `value`, which the caller wipes.
  explicit secret(std::span<const std::uint8_t, Size> value) : secret() {
    std::copy(value.begin(), value.end(), slot_);
  }
  secret(secret&& other) noexcept : slot_(std::exchange(other.slot_, nullptr)) {}
  secret& operator=(secret&& other) noexcept {
    std::swap(slot_, other.slot_);
    return *this;
  }
  ~secret() {
    if (slot_) return_locked_slot(slot_);
  }

  /// The only way to have the same secret twice.
  secret copy() const { return secret(view()); }

  /// REQUIRES: not moved from. The same holds for operator==.
  std::span<const std::uint8_t, Size> view() const noexcept {
    assert(slot_);
    return std::span<const std::uint8_t, Size>(slot_, Size);
  }
  std::span<std::uint8_t, Size> fill() noexcept {
    assert(slot_);
    return std::span<std::uint8_t, Size>(slot_, Size);
  }

  friend bool operator==(const secret& a, const secret& b) noexcept {
    return same_bytes(a.view(), b.view());
  }

private:
  std::uint8_t* slot_; ///< null once moved from
};

/// The type of all keys.
using secret_key = secret<32>;

} // namespace ockam::config
