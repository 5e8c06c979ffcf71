// What the owner of a key never made, at the edges of both schemes, and the same in CBOR. The
// reference verifies with the plain rules of RFC 8032 and FIPS 186-4; so do we.
#include "channels/crypto/signature.hpp"
#include "channels/identity/people.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;

namespace {

const auto ed25519_order = hex("edd3f55c1a631258d69cf7a2def9de14 00000000000000000000000000000010");
const auto p256_order = hex("ffffffff00000000ffffffffffffffff bce6faada7179e84f3b9cac2fc632551");

const digest hash_of_a = sha256(wire::view_of("a"));

public_key ed25519_point(std::string_view text) {
  public_key out;
  const auto point = hex(text);
  std::copy(point.begin(), point.end(), out.point.begin());
  return out;
}

/// S of an Ed25519 signature, little-endian, and one more time the order.
signature with_the_order_added(signature s) {
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += unsigned{s.value[32 + i]} + ed25519_order[i];
    s.value[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  return s;
}

/// The order less s of an ECDSA signature, big-endian.
signature with_s_negated(signature s) {
  int borrow = 0;
  for (std::size_t i = 32; i-- > 0;) {
    const auto difference = int{p256_order[i]} - s.value[32 + i] - borrow;
    borrow = difference < 0 ? 1 : 0;
    s.value[32 + i] = static_cast<std::uint8_t>(difference);
  }
  return s;
}

} // namespace

TEST_CASE("seeds give the public keys of RFC 8032") {
  const std::pair<const char*, const char*> cases[] = {
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"},
      {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
       "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"}};
  for (const auto& [seed, point] : cases) {
    const auto key = signing_key::from(signature_scheme::ed25519, key_of(hex(seed)));
    REQUIRE(key);
    CHECK(key->public_key() == ed25519_point(point));
    CHECK(verify(key->public_key(), hash_of_a, key->sign(hash_of_a)));
  }
}

TEST_CASE("an Ed25519 signature has one form: S beyond the order is refused") {
  for (std::uint8_t byte = 1; byte <= 20; ++byte) {
    const auto key = ed25519(byte);
    const auto good = key.sign(hash_of_a);
    CHECK(verify(key.public_key(), hash_of_a, good));
    CHECK_FALSE(verify(key.public_key(), hash_of_a, with_the_order_added(good)));
  }
  auto exactly = ed25519(1).sign(hash_of_a);
  std::copy(ed25519_order.begin(), ed25519_order.end(), exactly.value.begin() + 32);
  CHECK_FALSE(verify(ed25519(1).public_key(), hash_of_a, exactly));
}

TEST_CASE("what is no point of the curve signs nothing") {
  const auto s = ed25519(1).sign(hash_of_a);
  for (const auto* text : {"0200000000000000000000000000000000000000000000000000000000000000",
                           "0700000000000000000000000000000000000000000000000000000000000000",
                           "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"})
    CHECK_FALSE(verify(ed25519_point(text), hash_of_a, s));
  auto nowhere = s; // R
  std::fill_n(nowhere.value.begin(), 32, std::uint8_t{0});
  nowhere.value[0] = 2;
  CHECK_FALSE(verify(ed25519(1).public_key(), hash_of_a, nowhere));
}

// Everybody can sign for the neutral point. Whoever makes an identity of it gives away nothing but
// that identity, as if they published its key; the identifier commits to it.
TEST_CASE("a key of small order is worth what its owner made of it") {
  const auto neutral =
      ed25519_point("0100000000000000000000000000000000000000000000000000000000000000");
  signature empty;
  empty.value[0] = 1; // R is neutral, S is 0
  CHECK(verify(neutral, hash_of_a, empty));
  CHECK(verify(neutral, sha256(wire::view_of("b")), empty));
  CHECK_FALSE(verify(ed25519(1).public_key(), hash_of_a, empty));
}

TEST_CASE("an ECDSA signature has two forms, and what is signed does not depend on which") {
  const auto key = p256_key(5);
  const auto good = key.sign(hash_of_a), other = with_s_negated(good);
  CHECK_FALSE(other == good);
  CHECK(verify(key.public_key(), hash_of_a, other));
  CHECK(with_s_negated(other) == good);
  // The same change signed in the other form is the same change.
  const auto who = identity::create(key, lifetime);
  const auto history = who.encode();
  auto form = bytes(history.begin(), history.end() - 64);
  wire::cbor_reader in{bytes_view(history).subspan(1)};
  const auto signed_once = in.ok() ? take_change(in).signed_by_key : signature{};
  const auto value = with_s_negated(signed_once).value;
  form.insert(form.end(), value.begin(), value.end());
  const auto again = identity::decode(form);
  REQUIRE(again);
  CHECK(again->id() == who.id());
}

TEST_CASE("what is no point of P-256 signs nothing") {
  const auto key = p256_key(5);
  const auto s = key.sign(hash_of_a);
  auto zero = key.public_key(), infinite = zero, other_sign = zero, prime = zero;
  std::fill(zero.point.begin() + 1, zero.point.end(), std::uint8_t{0});
  infinite.point.fill(0);
  other_sign.point[64] ^= 1;
  std::fill(prime.point.begin() + 1, prime.point.end(), std::uint8_t{0xff});
  for (const auto& wrong : {zero, infinite, other_sign, prime})
    CHECK_FALSE(verify(wrong, hash_of_a, s));
  for (const auto form : {0x00, 0x02, 0x03, 0x05, 0x06, 0x07, 0xff}) {
    auto wrong = key.public_key();
    wrong.point[0] = static_cast<std::uint8_t>(form);
    CHECK_FALSE(verify(wrong, hash_of_a, s));
  }
}

TEST_CASE("both numbers of an ECDSA signature are at least 1 and below the order") {
  const auto key = p256_key(5);
  const auto good = key.sign(hash_of_a);
  auto below = p256_order, above = p256_order;
  below.back() -= 1;
  above.back() += 1;
  for (const auto& number : {bytes(32, 0), p256_order, above, bytes(32, 0xff), below}) {
    for (const auto& other : {bytes(32, 0), p256_order, bytes(32, 0xff)}) {
      signature s{signature_scheme::ecdsa_p256, {}};
      std::copy(number.begin(), number.end(), s.value.begin());
      std::copy(other.begin(), other.end(), s.value.begin() + 32);
      CHECK_FALSE(verify(key.public_key(), hash_of_a, s));
    }
    for (const std::size_t half : {0, 32}) {
      auto s = good;
      std::copy(number.begin(), number.end(), s.value.begin() + static_cast<std::ptrdiff_t>(half));
      CHECK_FALSE(verify(key.public_key(), hash_of_a, s));
    }
  }
}

TEST_CASE("keys and signatures of another length or an unknown scheme are refused") {
  for (const std::uint64_t scheme : {0, 1, 2}) {
    for (const std::size_t size : {0, 31, 32, 33, 63, 64, 65, 66}) {
      bytes data;
      wire::cbor_writer out{data};
      write_variant(out, scheme);
      out.byte_string(bytes(size, 7));
      wire::cbor_reader key{data}, signed_by{data};
      take_public_key(key);
      take_signature(signed_by);
      CHECK(key.ok() == ((scheme == 0 && size == 32) || (scheme == 1 && size == 65)));
      CHECK(signed_by.ok() == (scheme < 2 && size == 64));
    }
  }
}
