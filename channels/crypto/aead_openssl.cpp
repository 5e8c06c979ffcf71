#include "channels/crypto/aead_engines.hpp"
#include "channels/crypto/openssl.hpp"

#include <cassert>

namespace ockam::channels {

using openssl::require;

namespace {

int size_of(bytes_view data) {
  assert(data.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
  return static_cast<int>(data.size());
}

/// One context keeps the expanded key; a message sets only its nonce and direction.
class openssl_aead final : public aead {
public:
  explicit openssl_aead(const secret_key& key) : context_(require(EVP_CIPHER_CTX_new())) {
    static const auto* algorithm = require(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
    init(algorithm, key);
  }

  void set_key(const secret_key& key) override { init(nullptr, key); }

  void seal(std::uint64_t nonce, bytes_view associated, bytes_view from, std::uint8_t* to,
            tag out) override {
    transform(nonce, 1, associated, from, to);
    require(finish()
            && EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_GET_TAG, aead_tag_size, out.data())
                   == 1);
  }

  bool open(std::uint64_t nonce, bytes_view associated, std::span<std::uint8_t> data,
            const_tag expected) override {
    transform(nonce, 0, associated, data, data.data());
    // The call has no const, and reads only.
    auto* const given = const_cast<std::uint8_t*>(expected.data());
    require(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_SET_TAG, aead_tag_size, given) == 1);
    if (finish()) return true; // compares in constant time
    wipe(data);
    return false;
  }

private:
  /// Sets the key. With an algorithm the context is made anew, without one only the key changes.
  void init(const EVP_CIPHER* algorithm, const secret_key& key) {
    require(EVP_CipherInit_ex2(context_.get(), algorithm, key.view().data(), nullptr, 1, nullptr)
            == 1);
  }
  void transform(std::uint64_t nonce, int encrypt, bytes_view associated, bytes_view from,
                 std::uint8_t* to) {
    const auto iv = encode_nonce(nonce);
    auto* const context = context_.get();
    require(EVP_CipherInit_ex2(context, nullptr, nullptr, iv.data(), encrypt, nullptr) == 1);
    int written = 0;
    if (!associated.empty()) {
      require(EVP_CipherUpdate(context, nullptr, &written, associated.data(), size_of(associated))
              == 1);
    }
    if (!from.empty())
      require(EVP_CipherUpdate(context, to, &written, from.data(), size_of(from)) == 1);
  }
  bool finish() {
    std::uint8_t nothing[EVP_MAX_BLOCK_LENGTH];
    int written = 0;
    return EVP_CipherFinal_ex(context_.get(), nothing, &written) == 1;
  }

  openssl::cipher_context context_;
};

} // namespace

std::unique_ptr<aead> make_openssl_aead(const secret_key& key) {
  return std::make_unique<openssl_aead>(key);
}

} // namespace ockam::channels
