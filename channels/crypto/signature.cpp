#include "channels/crypto/signature.hpp"

#include "channels/crypto/openssl.hpp"
#include "channels/crypto/p256.hpp"

#include <openssl/err.h>

namespace ockam::channels {

using openssl::require;

namespace {

bool verify_ed25519(bytes_view key, const digest& hash, const signature& s) {
  const openssl::key theirs(
      require(EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr, key.data(), key.size())));
  const openssl::digest_context context(require(EVP_MD_CTX_new()));
  require(EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, theirs.get(),
                                  nullptr)
          == 1);
  return EVP_DigestVerify(context.get(), s.value.data(), s.value.size(), hash.data(), hash.size())
         == 1;
}

signature_scheme take_scheme(wire::cbor_reader& in, std::uint64_t index) {
  if (index > 1) in.refuse(errc::protocol, "unknown signature scheme " + std::to_string(index));
  return static_cast<signature_scheme>(index);
}

} // namespace

bool verify(const public_key& key, const digest& hash, const signature& s) {
  if (key.scheme != s.scheme) return false;
  const auto good = key.scheme == signature_scheme::ed25519
                        ? verify_ed25519(key.view(), hash, s)
                        : p256::verify(key.point, hash, s.value);
  if (!good) ERR_clear_error();
  return good;
}

void write_variant(wire::cbor_writer& out, std::uint64_t index) {
  out.array(2).uint(index).array(1);
}

void write(wire::cbor_writer& out, const public_key& key) {
  write_variant(out, static_cast<std::uint64_t>(key.scheme));
  out.byte_string(key.view());
}

void write(wire::cbor_writer& out, const signature& s) {
  write_variant(out, static_cast<std::uint64_t>(s.scheme));
  out.byte_string(s.value);
}

void take_exactly(wire::cbor_reader& in, std::span<std::uint8_t> out) {
  const auto value = in.byte_string();
  if (!in.ok()) return;
  if (value.size() != out.size()) {
    return in.refuse(errc::protocol, "expected " + std::to_string(out.size()) + " bytes, found "
                                         + std::to_string(value.size()));
  }
  std::copy(value.begin(), value.end(), out.begin());
}

public_key take_public_key(wire::cbor_reader& in) {
  public_key out;
  take_variant(in, [&](std::uint64_t index) {
    out.scheme = take_scheme(in, index);
    take_exactly(in, std::span(out.point).first(out.view().size()));
  });
  return out;
}

signature take_signature(wire::cbor_reader& in) {
  signature out;
  take_variant(in, [&](std::uint64_t index) {
    out.scheme = take_scheme(in, index);
    take_exactly(in, out.value);
  });
  return out;
}

} // namespace ockam::channels
