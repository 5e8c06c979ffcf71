// Both signature schemes: published values, and whatever is wrong with a signature or a key.
#include "channels/crypto/keys.hpp"
#include "channels/crypto/p256.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;
using ockam::wire::to_hex;
using ockam::wire::view_of;

namespace {

void check_every_flip_fails(const signing_key& key, const digest& hash, const signature& good) {
  for (std::size_t bit = 0; bit < good.value.size() * 8; ++bit) {
    auto bad = good;
    bad.value[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    CHECK_FALSE(verify(key.public_key(), hash, bad));
  }
  for (std::size_t bit = 0; bit < key.public_key().view().size() * 8; ++bit) {
    auto bad = key.public_key();
    bad.point[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    CHECK_FALSE(verify(bad, hash, good));
  }
}

} // namespace

TEST_CASE("a seed gives the public key of RFC 8032") {
  const auto key = signing_key::from(
      signature_scheme::ed25519,
      key_of(hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")));
  REQUIRE(key);
  CHECK(to_hex(key->public_key().view())
        == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

TEST_CASE("P-256 signs as in RFC 6979, with and without a second candidate") {
  const auto key = key_of(hex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"));
  const auto point = p256::public_of(key);
  REQUIRE(point);
  CHECK(to_hex(*point)
        == "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
           "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
  const std::pair<const char*, const char*> cases[] = {
      {"sample", "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                 "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"},
      {"test", "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
               "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"}};
  for (const auto& [message, expected] : cases) {
    const auto s = p256::sign(key, view_of(message));
    CHECK(to_hex(s) == expected);
    CHECK(p256::verify(*point, view_of(message), s));
  }
}

TEST_CASE("P-256 refuses numbers that are no private key") {
  const auto order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
  for (const auto* number :
       {"0000000000000000000000000000000000000000000000000000000000000000", order,
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"}) {
    const auto key = signing_key::from(signature_scheme::ecdsa_p256, key_of(hex(number)));
    REQUIRE_FALSE(key);
    CHECK(key.error().code == errc::invalid);
  }
  for (const auto* number : {"0000000000000000000000000000000000000000000000000000000000000001",
                             "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550"}) {
    const auto key = signing_key::from(signature_scheme::ecdsa_p256, key_of(hex(number)));
    REQUIRE(key);
    const auto hash = sha256(view_of(number));
    CHECK(verify(key->public_key(), hash, key->sign(hash)));
  }
}

TEST_CASE("only the owner's signature over this very hash is accepted") {
  for (const auto scheme : {signature_scheme::ed25519, signature_scheme::ecdsa_p256}) {
    const auto mine = signing_key::from(scheme, key_of(3)),
               other = signing_key::from(scheme, key_of(4));
    REQUIRE(mine);
    REQUIRE(other);
    const auto hash = sha256(view_of("a"));
    const auto s = mine->sign(hash);
    CHECK(s == mine->sign(hash));
    CHECK(verify(mine->public_key(), hash, s));
    CHECK_FALSE(verify(mine->public_key(), sha256(view_of("b")), s));
    CHECK_FALSE(verify(other->public_key(), hash, s));
    check_every_flip_fails(*mine, hash, s);
  }
}

TEST_CASE("a signature of the other scheme is wrong") {
  const auto hash = sha256(view_of("a"));
  auto s = ed25519(1).sign(hash);
  s.scheme = signature_scheme::ecdsa_p256;
  CHECK_FALSE(verify(ed25519(1).public_key(), hash, s));
  CHECK_FALSE(verify(p256_key(1).public_key(), hash, s));
}
