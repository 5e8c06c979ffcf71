#include "channels/identity/attestation.hpp"
#include "channels/identity/people.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;

namespace {

const nlohmann::json& credential_sample() { return vectors().at("identity").at("credential"); }

signed_object object_of(const bytes& encoded) {
  wire::cbor_reader in{encoded};
  auto out = take_signed_object(in);
  REQUIRE(in.ok());
  return out;
}

} // namespace

TEST_CASE("the attestations of the reference's handshakes come out the same") {
  for (const auto* who : {"initiator", "responder"}) {
    const auto& expected = vectors().at("noise").at(who);
    const auto signer = ed25519(hex_of(expected.at("ed25519_seed"))[0]);
    const auto subject = identity::create(signer, lifetime);
    CHECK(subject.to_hex() == text_in(expected.at("change_history_cbor")));
    const auto key = array_of<32>(hex_of(expected.at("x25519_static_public")));
    const auto made = attest(subject, signer, key, {start + 100, end - 100});
    CHECK(wire::to_hex(encoded(made)) == text_in(expected.at("purpose_key_attestation_cbor")));
    const auto verified = verify(made, subject, now);
    REQUIRE(verified);
    CHECK(verified->subject == subject.id());
    CHECK(std::get<x25519_public_key>(verified->key) == key);
  }
}

TEST_CASE("the attestation of the reference's credential key comes out the same") {
  const auto issuer = identity::create(ed25519(0x61), lifetime);
  const auto made = attest(issuer, ed25519(0x61), ed25519(0x62).public_key(), {start + 1, end - 1});
  CHECK(wire::to_hex(encoded(made))
        == text_in(credential_sample().at("credential_purpose_key_attestation_cbor")));
  const auto verified = verify(made, issuer, now);
  REQUIRE(verified);
  CHECK(std::get<public_key>(verified->key) == ed25519(0x62).public_key());
}

TEST_CASE("an attestation of somebody else, of an old key or out of its time is refused") {
  const person alice(1), bob(2);
  CHECK(verify(alice.attested, alice.who, now));
  CHECK(failed_for(verify(alice.attested, bob.who, now), "somebody else"));
  CHECK(failed_for(verify(alice.attested, alice.who, end + 1), "expired"));
  CHECK(failed_for(verify(alice.attested, alice.who, start - 61), "not yet valid"));
  const auto rotated = alice.who.rotated(alice.signer, ed25519(9), lifetime, false);
  REQUIRE(rotated);
  CHECK(failed_for(verify(alice.attested, *rotated, now), "latest change"));
  const x25519_public_key key{1};
  CHECK(failed_for(verify(attest(alice.who, alice.signer, key, {start - 1, end}), alice.who, now),
                   "created before"));
  CHECK(failed_for(verify(attest(alice.who, alice.signer, key, {start, end + 1}), alice.who, now),
                   "expires after"));
}

TEST_CASE("an attestation that another key signed is refused") {
  const person alice(1), bob(2);
  auto forged = alice.attested;
  forged.signed_by = bob.signer.sign(sha256(forged.envelope));
  CHECK(failed_for(verify(forged, alice.who, now), "wrong signature"));
}

TEST_CASE("every flipped bit of an attestation is noticed") {
  const person alice(1);
  const auto good = encoded(alice.attested);
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    auto bad = good;
    bad[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    wire::cbor_reader in{bad};
    const auto object = take_signed_object(in);
    if (in.ok()) CHECK_FALSE(verify(object, alice.who, now));
  }
}

TEST_CASE("a change passes for no attestation") {
  const person alice(1);
  const auto history = alice.who.encode();
  CHECK(failed_for(verify(object_of(bytes(history.begin() + 1, history.end())), alice.who, now),
                   "another kind"));
}
