#include "channels/crypto/p256.hpp"

#include "channels/crypto/openssl.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/params.h>

namespace ockam::channels::p256 {

using openssl::freeing;
using openssl::require;

namespace {

using number = std::unique_ptr<BIGNUM, freeing<BN_clear_free>>;
using number_context = std::unique_ptr<BN_CTX, freeing<BN_CTX_free>>;
using curve_point = std::unique_ptr<EC_POINT, freeing<EC_POINT_clear_free>>;
using der_signature = std::unique_ptr<ECDSA_SIG, freeing<ECDSA_SIG_free>>;

const EC_GROUP* curve() {
  static const auto* out = require(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  return out;
}
const BIGNUM* order() { return EC_GROUP_get0_order(curve()); }

/// Operations on it take the same time whatever its value, where OpenSSL can.
number number_of(bytes_view big_endian) {
  number out(require(BN_bin2bn(big_endian.data(), static_cast<int>(big_endian.size()), nullptr)));
  BN_set_flags(out.get(), BN_FLG_CONSTTIME);
  return out;
}

bool is_scalar(const BIGNUM* value) { return !BN_is_zero(value) && BN_cmp(value, order()) < 0; }

number times(const number& a, const number& b, BN_CTX* context) {
  number out(require(BN_new()));
  require(BN_mod_mul(out.get(), a.get(), b.get(), order(), context) == 1);
  return out;
}

/// The inverse by Fermat: the exponent is public, so no branch depends on the value.
number inverse(const number& value, BN_CTX* context) {
  const number exponent(require(BN_dup(order())));
  require(BN_sub_word(exponent.get(), 2) == 1);
  number out(require(BN_new()));
  require(
      BN_mod_exp_mont_consttime(out.get(), value.get(), exponent.get(), order(), context, nullptr)
      == 1);
  return out;
}

curve_point times_base(const number& scalar, BN_CTX* context) {
  curve_point out(require(EC_POINT_new(curve())));
  require(EC_POINT_mul(curve(), out.get(), scalar.get(), nullptr, nullptr, context) == 1);
  return out;
}

/// The sequence of candidates that RFC 6979 §3.2 makes of a key and a message's hash.
class nonce_source {
public:
  nonce_source(const secret_key& key, bytes_view hash) {
    std::fill(chain_.fill().begin(), chain_.fill().end(), std::uint8_t{1});
    for (const auto round : {std::uint8_t{0}, std::uint8_t{1}}) {
      key_ = hmac_sha256(key_.view(), {chain_.view(), {&round, 1}, key.view(), hash});
      chain_ = hmac_sha256(key_.view(), {chain_.view()});
    }
  }
  number next() {
    for (;;) {
      chain_ = hmac_sha256(key_.view(), {chain_.view()});
      auto candidate = number_of(chain_.view());
      constexpr std::uint8_t zero[] = {0};
      key_ = hmac_sha256(key_.view(), {chain_.view(), zero});
      chain_ = hmac_sha256(key_.view(), {chain_.view()});
      if (is_scalar(candidate.get())) return candidate;
    }
  }

private:
  secret_key key_, chain_;
};

/// inverse(k) * (e + r * d), with both summands times a blinding factor that goes again at the end.
number second_half(const number& k, const number& e, const number& r, const number& d,
                   const number& blinding, BN_CTX* context) {
  const auto blinded_e = times(blinding, e, context);
  const auto blinded_rd = times(times(blinding, d, context), r, context);
  const number sum(require(BN_new()));
  require(BN_mod_add(sum.get(), blinded_e.get(), blinded_rd.get(), order(), context) == 1);
  return times(times(sum, inverse(k, context), context), inverse(blinding, context), context);
}

} // namespace

std::optional<point> public_of(const secret_key& key) {
  const auto scalar = number_of(key.view());
  if (!is_scalar(scalar.get())) return {};
  const number_context context(require(BN_CTX_secure_new()));
  const auto product = times_base(scalar, context.get());
  point out;
  require(EC_POINT_point2oct(curve(), product.get(), POINT_CONVERSION_UNCOMPRESSED, out.data(),
                             out.size(), context.get())
          == out.size());
  return out;
}

signature_bytes sign(const secret_key& key, bytes_view message) {
  const number_context context(require(BN_CTX_secure_new()));
  const auto d = number_of(key.view());
  const number e(require(BN_new()));
  require(BN_nnmod(e.get(), number_of(sha256(message)).get(), order(), context.get()) == 1);
  digest reduced;
  require(BN_bn2binpad(e.get(), reduced.data(), static_cast<int>(reduced.size())) > 0);
  nonce_source nonces(key, reduced);
  for (;;) {
    const auto k = nonces.next();
    const auto product = times_base(k, context.get());
    const number x(require(BN_new())), r(require(BN_new()));
    require(EC_POINT_get_affine_coordinates(curve(), product.get(), x.get(), nullptr, context.get())
            == 1);
    require(BN_nnmod(r.get(), x.get(), order(), context.get()) == 1);
    const auto s = second_half(k, e, r, d, nonces.next(), context.get());
    if (BN_is_zero(r.get()) || BN_is_zero(s.get())) continue;
    signature_bytes out;
    require(BN_bn2binpad(r.get(), out.data(), 32) > 0);
    require(BN_bn2binpad(s.get(), out.data() + 32, 32) > 0);
    return out;
  }
}

namespace {

openssl::key public_key_of(point encoded) {
  thread_local const openssl::key_context context(
      require(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)));
  char group[] = "P-256";
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, encoded.data(), encoded.size()),
      OSSL_PARAM_construct_end(),
  };
  EVP_PKEY* out = nullptr;
  require(EVP_PKEY_fromdata_init(context.get()) == 1);
  if (EVP_PKEY_fromdata(context.get(), &out, EVP_PKEY_PUBLIC_KEY, params) != 1) return {};
  return openssl::key(out);
}

/// OpenSSL reads signatures in DER.
bytes to_der(const signature_bytes& s) {
  const der_signature parts(require(ECDSA_SIG_new()));
  auto r = number_of(bytes_view(s).first(32)), second = number_of(bytes_view(s).last(32));
  require(ECDSA_SIG_set0(parts.get(), r.release(), second.release()) == 1);
  bytes out(static_cast<std::size_t>(i2d_ECDSA_SIG(parts.get(), nullptr)));
  auto* end = out.data();
  require(i2d_ECDSA_SIG(parts.get(), &end) > 0);
  return out;
}

} // namespace

bool verify(const point& key, bytes_view message, const signature_bytes& s) {
  if (key[0] != POINT_CONVERSION_UNCOMPRESSED)
    return false; // OpenSSL knows other forms of 65 bytes
  const auto theirs = public_key_of(key);
  if (!theirs) return false;
  const openssl::key_context context(
      require(EVP_PKEY_CTX_new_from_pkey(nullptr, theirs.get(), nullptr)));
  require(EVP_PKEY_verify_init(context.get()) == 1);
  const auto hash = sha256(message);
  const auto der = to_der(s);
  return EVP_PKEY_verify(context.get(), der.data(), der.size(), hash.data(), hash.size()) == 1;
}

} // namespace ockam::channels::p256
