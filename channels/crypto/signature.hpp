// Public signing keys and signatures, as they are written. Source: spec wire §7.1.
//   variant     := [index:uint, [content...]]                a CBOR enum of the reference
//   public key  := variant 0 Ed25519 bytes(32) | 1 P-256 bytes(65, uncompressed point)
//   signature   := variant 0 Ed25519 bytes(64) | 1 ECDSA P-256 bytes(64, r then s)
// What is signed is always the SHA-256 of a signed envelope (envelope.hpp).
#pragma once
#include "channels/crypto/digest.hpp"
#include "wire/encoding/cbor.hpp"

namespace ockam::channels {

/// The values are the variants' indices.
enum class signature_scheme : std::uint8_t { ed25519 = 0, ecdsa_p256 = 1 };

struct public_key {
  signature_scheme scheme = signature_scheme::ed25519;
  std::array<std::uint8_t, 65> point{}; ///< the bytes behind those of the scheme are zero

  bytes_view view() const noexcept {
    return bytes_view(point).first(scheme == signature_scheme::ed25519 ? 32 : 65);
  }
  friend bool operator==(const public_key&, const public_key&) = default;
};

struct signature {
  signature_scheme scheme = signature_scheme::ed25519;
  std::array<std::uint8_t, 64> value{};
  friend bool operator==(const signature&, const signature&) = default;
};

/// Whether the owner of `key` signed this hash. False also for a key or a signature of another
/// scheme, a point off the curve and a number out of range.
bool verify(const public_key& key, const digest& hash, const signature&);

// -- CBOR ---------------------------------------------------------------------

void write(wire::cbor_writer&, const public_key&);
void write(wire::cbor_writer&, const signature&);
public_key take_public_key(wire::cbor_reader&);
signature take_signature(wire::cbor_reader&);

/// Writes a variant up to its content, which is one item.
void write_variant(wire::cbor_writer&, std::uint64_t index);
/// Takes a variant; `take_content(index)` takes the first item of the content.
template <class Take>
void take_variant(wire::cbor_reader& in, Take&& take_content) {
  auto fields = in.array();
  in.require(fields);
  const auto index = in.uint();
  in.require(fields);
  auto content = in.array();
  in.require(content);
  take_content(index);
  in.finish(content);
  in.finish(fields);
}
/// Takes a byte string of exactly out.size() bytes.
void take_exactly(wire::cbor_reader&, std::span<std::uint8_t> out);

} // namespace ockam::channels
