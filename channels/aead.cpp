#include "channels/aead_engines.hpp"

namespace ockam::channels {

aead_engine fastest_engine() {
  static const auto out = has_vector_aes() ? aead_engine::ipsec_mb : aead_engine::openssl;
  return out;
}

std::unique_ptr<aead> make_aead(const secret_key& key, aead_engine engine) {
  return engine == aead_engine::ipsec_mb ? make_ipsec_mb_aead(key) : make_openssl_aead(key);
}

} // namespace ockam::channels
