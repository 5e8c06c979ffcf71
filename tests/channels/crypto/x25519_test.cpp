#include "channels/crypto/keys.hpp"
#include "channels/crypto/x25519.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;
using ockam::wire::to_hex;

TEST_CASE("X25519 gives the values of RFC 7748") {
  const x25519_key alice(
      key_of(hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")));
  const x25519_key bob(
      key_of(hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")));
  CHECK(to_hex(alice.public_key())
        == "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  CHECK(to_hex(bob.public_key())
        == "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
  const auto there = alice.agree(bob.public_key()), back = bob.agree(alice.public_key());
  REQUIRE(there);
  REQUIRE(back);
  CHECK(*there == *back);
  CHECK(to_hex(there->view())
        == "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
}

TEST_CASE("keys agree as in the reference's handshakes") {
  const auto& noise = vectors().at("noise");
  std::vector<x25519_key> keys;
  for (const auto* who : {"initiator", "responder"}) {
    keys.emplace_back(key_of(hex_of(noise.at(who).at("x25519_static_private"))));
    CHECK(to_hex(keys.back().public_key()) == text_in(noise.at(who).at("x25519_static_public")));
    keys.emplace_back(key_of(hex_of(noise.at(who).at("x25519_ephemeral_private").at(0))));
  }
  int agreed = 0;
  for (const auto& step : noise.at("vault_operations")) {
    if (step.at("op") != "ecdh") continue;
    for (const auto& mine : keys) {
      if (to_hex(mine.public_key()) != text_in(step.at("my_public"))) continue;
      const auto shared = mine.agree(array_of<32>(hex_of(step.at("peer_public"))));
      REQUIRE(shared);
      CHECK(to_hex(shared->view()) == text_in(step.at("shared")));
      ++agreed;
    }
  }
  CHECK(agreed == 6);
}

TEST_CASE("a point of low order is refused") {
  const x25519_key mine(key_of(9));
  for (const auto* point : {"0000000000000000000000000000000000000000000000000000000000000000",
                            "0100000000000000000000000000000000000000000000000000000000000000",
                            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"}) {
    for (const std::uint8_t highest_bit : {std::uint8_t{0}, std::uint8_t{0x80}}) {
      auto low = array_of<32>(hex(point));
      low.back() |= highest_bit;
      const auto shared = mine.agree(low);
      REQUIRE_FALSE(shared);
      CHECK(shared.error().code == errc::protocol);
    }
  }
}

TEST_CASE("X25519 multiplies as in RFC 7748, whatever the highest bit says") {
  struct row {
    const char *scalar, *point, *product;
  };
  for (const auto& [scalar, point, product] :
       {row{"a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
            "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
            "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"},
        row{"4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
            "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
            "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"}}) {
    const x25519_key mine(key_of(hex(scalar)));
    auto theirs = array_of<32>(hex(point));
    CHECK(to_hex(mine.agree(theirs)->view()) == product);
    theirs.back() ^= 0x80;
    CHECK(to_hex(mine.agree(theirs)->view()) == product);
  }
}

TEST_CASE("a thousand agreements in a row end as in RFC 7748") {
  x25519_public_key point{9};
  auto scalar = key_of(point);
  for (int round = 1; round <= 1000; ++round) {
    auto product = x25519_key(scalar.copy()).agree(point);
    REQUIRE(product);
    point = array_of<32>(scalar.view());
    scalar = std::move(*product);
    if (round == 1)
      CHECK(to_hex(scalar.view())
            == "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
  }
  CHECK(to_hex(scalar.view())
        == "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
}

TEST_CASE("a coordinate beyond the field's prime counts modulo it") {
  const x25519_key mine(key_of(9));
  for (std::uint8_t excess = 2; excess <= 18; ++excess) {
    x25519_public_key reduced{excess}, beyond; // 2^255 - 19 + excess
    beyond.fill(0xff);
    beyond.front() = static_cast<std::uint8_t>(0xed + excess);
    beyond.back() = 0x7f;
    const auto one = mine.agree(reduced), other = mine.agree(beyond);
    REQUIRE(one);
    REQUIRE(other);
    CHECK(*one == *other);
  }
}
