#include "channels/crypto/symmetric_state.hpp"

namespace ockam::channels {

namespace {

/// Exactly as long as a hash, and so used as it is.
constexpr std::string_view protocol_name = "OCKAM_XX_25519_AES256_GCM_SHA256";
static_assert(protocol_name.size() == sizeof(digest));

} // namespace

symmetric_state::symmetric_state()
    : hash_(sha256(wire::view_of(protocol_name))),
      chaining_key_(wire::view_of(protocol_name).first<sizeof(digest)>()) {}

void symmetric_state::mix_key(const secret_key& shared) {
  auto [next_chaining_key, key] = hkdf_sha256(chaining_key_.view(), shared.view());
  chaining_key_ = std::move(next_chaining_key);
  cipher_ = make_aead(key);
  nonce_ = 0;
}

void symmetric_state::encrypt_and_hash(bytes_view plaintext, bytes& out) {
  const auto start = out.size();
  out.insert(out.end(), plaintext.begin(), plaintext.end());
  if (cipher_) {
    out.resize(out.size() + aead_tag_size);
    const auto data = std::span(out).subspan(start);
    cipher_->seal(nonce_++, hash_, data.first(plaintext.size()), data.last<aead_tag_size>());
  }
  mix_hash(bytes_view(out).subspan(start));
}

status symmetric_state::decrypt_and_hash(bytes_view message, bytes& out) {
  const auto start = out.size();
  if (!cipher_) {
    out.insert(out.end(), message.begin(), message.end());
    mix_hash(message);
    return done{};
  }
  if (message.size() < aead_tag_size) return fail(errc::protocol, "shorter than a tag");
  const auto ciphertext = message.first(message.size() - aead_tag_size);
  out.insert(out.end(), ciphertext.begin(), ciphertext.end());
  if (!cipher_->open(nonce_++, hash_, std::span(out).subspan(start), message.last<aead_tag_size>()))
    return fail(errc::denied, "not made with the same keys");
  mix_hash(message);
  return done{};
}

} // namespace ockam::channels
