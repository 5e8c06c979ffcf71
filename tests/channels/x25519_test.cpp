#include "channels/keys.hpp"
#include "channels/x25519.hpp"

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
    CHECK(to_hex(keys.back().public_key()) == noise.at(who).at("x25519_static_public"));
    keys.emplace_back(key_of(hex_of(noise.at(who).at("x25519_ephemeral_private").at(0))));
  }
  int agreed = 0;
  for (const auto& step : noise.at("vault_operations")) {
    if (step.at("op") != "ecdh") continue;
    for (const auto& mine : keys) {
      if (to_hex(mine.public_key()) != step.at("my_public")) continue;
      const auto shared = mine.agree(array_of<32>(hex_of(step.at("peer_public"))));
      REQUIRE(shared);
      CHECK(to_hex(shared->view()) == step.at("shared"));
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
    const auto shared = mine.agree(array_of<32>(hex(point)));
    REQUIRE_FALSE(shared);
    CHECK(shared.error().code == errc::protocol);
  }
}
