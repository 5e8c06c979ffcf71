#include "channels/crypto/digest.hpp"
#include "channels/crypto/keys.hpp"

using namespace ockam::channels;
using namespace ockam::tests;
using ockam::wire::to_hex;
using ockam::wire::view_of;

TEST_CASE("SHA-256 of a message in pieces is that of the whole") {
  CHECK(to_hex(sha256(view_of("abc")))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256({view_of("a"), {}, view_of("bc")}) == sha256(view_of("abc")));
  CHECK(to_hex(sha256({})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("HMAC gives the values of RFC 4231") {
  const bytes key(20, 0x0b);
  CHECK(to_hex(hmac_sha256(key, {view_of("Hi "), view_of("There")}).view())
        == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  const bytes long_key(131, 0xaa);
  CHECK(to_hex(hmac_sha256(long_key,
                           {view_of("Test Using Larger Than Block-Size Key - Hash Key First")})
                   .view())
        == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("HKDF gives what the reference derived in its handshakes") {
  int derived = 0;
  for (const auto* transcript : {"noise", "noise_with_credential"}) {
    for (const auto& step : vectors().at(transcript).at("vault_operations")) {
      if (step.at("op") != "hkdf") continue;
      const auto ikm =
          step.contains("ikm") && step.at("ikm").is_string() ? hex_of(step.at("ikm")) : bytes{};
      const auto keys = hkdf_sha256(hex_of(step.at("salt")), ikm);
      CHECK(to_hex(keys.first.view()) == text_in(step.at("outputs").at(0)));
      CHECK(to_hex(keys.second.view()) == text_in(step.at("outputs").at(1)));
      ++derived;
    }
  }
  CHECK(derived >= 16);
}

TEST_CASE("HKDF gives the values of RFC 5869") {
  const bytes input(22, 0x0b);
  const auto salt = hex("000102030405060708090a0b0c"), info = hex("f0f1f2f3f4f5f6f7f8f9");
  const auto extracted = hmac_sha256(salt, {input});
  CHECK(to_hex(extracted.view())
        == "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
  CHECK(to_hex(hmac_sha256(extracted.view(), {info, bytes{1}}).view())
        == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
  const auto keys = hkdf_sha256(bytes(32, 0), input); // no salt counts as zeros; no info
  CHECK(to_hex(keys.first.view())
        == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
  CHECK(to_hex(keys.second.view()).substr(0, 20) == "9d201395faa4b61a96c8");
}
