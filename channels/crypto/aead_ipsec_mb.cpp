#include "channels/crypto/aead_engines.hpp"

#include <intel-ipsec-mb.h>
#include <new>

namespace ockam::channels {

namespace {

/// The library's table of functions for this CPU, never freed. Its AES-GCM calls use nothing but
/// their arguments, so that all threads share it.
const IMB_MGR& functions() {
  static const auto* out = [] {
    auto* manager = alloc_mb_mgr(0);
    if (!manager) throw std::bad_alloc();
    IMB_ARCH chosen = IMB_ARCH_NONE; // must not be null
    init_mb_mgr_auto(manager, &chosen);
    return manager;
  }();
  return *out;
}

/// The library reads the key with aligned loads, which crash on less than 64 bytes.
class ipsec_mb_aead final : public aead {
public:
  explicit ipsec_mb_aead(const secret_key& key) { set_key(key); }
  ipsec_mb_aead(const ipsec_mb_aead&) = delete;
  ipsec_mb_aead& operator=(const ipsec_mb_aead&) = delete;
  ~ipsec_mb_aead() override { wipe({reinterpret_cast<std::uint8_t*>(&key_), sizeof key_}); }

  void set_key(const secret_key& key) override {
    IMB_AES256_GCM_PRE(&functions(), key.view().data(), &key_);
  }

  void seal(std::uint64_t nonce, bytes_view associated, bytes_view from, std::uint8_t* to,
            tag out) override {
    const auto iv = encode_nonce(nonce);
    gcm_context_data context;
    IMB_AES256_GCM_ENC(&functions(), &key_, &context, to, from.data(), from.size(), iv.data(),
                       associated.data(), associated.size(), out.data(), out.size());
    forget(context);
  }

  bool open(std::uint64_t nonce, bytes_view associated, std::span<std::uint8_t> data,
            const_tag expected) override {
    const auto iv = encode_nonce(nonce);
    gcm_context_data context;
    std::array<std::uint8_t, aead_tag_size> computed;
    IMB_AES256_GCM_DEC(&functions(), &key_, &context, data.data(), data.data(), data.size(),
                       iv.data(), associated.data(), associated.size(), computed.data(),
                       computed.size());
    forget(context);
    if (same_bytes(computed, expected)) return true; // the library does not compare
    wipe(computed);
    wipe(data);
    return false;
  }

private:
  /// Wipes a context, which holds key stream.
  static void forget(gcm_context_data& context) {
    wipe({reinterpret_cast<std::uint8_t*>(&context), sizeof context});
  }

  alignas(64) gcm_key_data key_;
};

} // namespace

bool has_aes_instructions() {
  constexpr auto needed = IMB_FEATURE_AESNI | IMB_FEATURE_PCLMULQDQ;
  return (functions().features & needed) == needed;
}

std::unique_ptr<aead> make_ipsec_mb_aead(const secret_key& key) {
  return std::make_unique<ipsec_mb_aead>(key);
}

} // namespace ockam::channels
