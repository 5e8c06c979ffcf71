// OpenSSL's objects with owners. Algorithms are looked up once; what is derived from a key lives no
// longer than the call that needs it, and OpenSSL wipes it when it frees it.
#pragma once
#include <openssl/evp.h>

#include <memory>
#include <new>

namespace ockam::channels::openssl {

template <auto Free>
struct freeing {
  template <class T>
  void operator()(T* object) const noexcept {
    Free(object);
  }
};

using digest_context = std::unique_ptr<EVP_MD_CTX, freeing<EVP_MD_CTX_free>>;
using mac_context = std::unique_ptr<EVP_MAC_CTX, freeing<EVP_MAC_CTX_free>>;
using key = std::unique_ptr<EVP_PKEY, freeing<EVP_PKEY_free>>;
using key_context = std::unique_ptr<EVP_PKEY_CTX, freeing<EVP_PKEY_CTX_free>>;
using cipher_context = std::unique_ptr<EVP_CIPHER_CTX, freeing<EVP_CIPHER_CTX_free>>;

/// On input that we made ourselves OpenSSL fails for want of memory only.
inline void require(bool done) {
  if (!done) throw std::bad_alloc();
}

/// A pointer that OpenSSL returned.
template <class T>
T* require(T* object) {
  require(object != nullptr);
  return object;
}

} // namespace ockam::channels::openssl
