#include "channels/identity/identity_payload.hpp"
#include "channels/identity/people.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;

TEST_CASE("somebody who attests the key of the handshake is who they say") {
  const person alice(1);
  const auto met = verify_identity_payload(alice.payload(), alice.channel_key->public_key(), now);
  REQUIRE(met);
  CHECK(met->who.id() == alice.who.id());
  CHECK(met->credentials.empty());
}

TEST_CASE("credentials arrive as they were presented") {
  const person alice(1), issuer(2);
  const auto key = ed25519(3);
  const auto shown = issue({alice.who.id(), {}, 0, {}, lifetime}, key,
                           attest(issuer.who, issuer.signer, key.public_key(), lifetime));
  const auto met = verify_identity_payload(alice.payload(std::vector{shown}),
                                           alice.channel_key->public_key(), now);
  REQUIRE(met);
  REQUIRE(met->credentials.size() == 1);
  CHECK(encoded(met->credentials[0]) == encoded(shown));
}

TEST_CASE("whoever shows the identity of somebody else is refused") {
  const person alice(1), mallory(2);
  CHECK(failed_for(verify_identity_payload(alice.payload(), mallory.channel_key->public_key(), now),
                   "not of the key of this handshake"));
  const auto mixed = encode_identity_payload(alice.who, mallory.attested, {});
  CHECK(failed_for(verify_identity_payload(mixed, mallory.channel_key->public_key(), now),
                   "somebody else"));
  const auto forged = encode_identity_payload(
      alice.who, {alice.attested.envelope, mallory.signer.sign(sha256(alice.attested.envelope))},
      {});
  CHECK(failed_for(verify_identity_payload(forged, alice.channel_key->public_key(), now),
                   "wrong signature"));
}

TEST_CASE("two identities of one key are two, and one attests nothing for the other") {
  const person alice(1);
  const auto twin = identity::create(alice.signer, {start + 1, end});
  CHECK(twin.id() != alice.who.id());
  const auto mixed = encode_identity_payload(twin, alice.attested, {});
  CHECK(failed_for(verify_identity_payload(mixed, alice.channel_key->public_key(), now),
                   "somebody else"));
}

TEST_CASE("an attestation that expired, or one for signing, is refused") {
  const person alice(1);
  const auto key = alice.channel_key->public_key();
  CHECK(failed_for(verify_identity_payload(alice.payload(), key, end + 1), "expired"));
  const auto signing = attest(alice.who, alice.signer, ed25519(7).public_key(), lifetime);
  CHECK(
      failed_for(verify_identity_payload(encode_identity_payload(alice.who, signing, {}), key, now),
                 "not of the key of this handshake"));
}

TEST_CASE("no damage to a payload is accepted") {
  const person alice(1);
  const auto key = alice.channel_key->public_key();
  const auto good = alice.payload();
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK_FALSE(verify_identity_payload(
        bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)), key, now));
  }
  std::size_t accepted = 0;
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    auto bad = good;
    bad[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    const auto met = verify_identity_payload(bad, key, now);
    if (!met) continue;
    ++accepted; // heads of lists may announce elements that nobody reads
    CHECK(met->who.id() == alice.who.id());
  }
  CHECK(accepted == 0);
}

TEST_CASE("the attestation is looked at before the signatures of a history") {
  const person alice(1), mallory(2);
  auto history = alice.who.encode();
  history.back() ^= 1; // the end of the signature of its only change
  CHECK(failed_for(identity::decode(history), "not signed by its key"));
  const auto payload_with = [&](const signed_object& attestation) {
    bytes out;
    wire::cbor_writer writer{out};
    writer.array(3).raw(history);
    write(writer, attestation);
    write(writer, std::span<const presented_credential>{});
    return out;
  };
  const auto key = alice.channel_key->public_key();
  CHECK(failed_for(verify_identity_payload(payload_with(mallory.attested), key, now),
                   "attestation: of somebody else"));
  CHECK(failed_for(verify_identity_payload(payload_with(alice.attested), key, now),
                   "not signed by its key"));
}

TEST_CASE("a history that held once is believed again, and nothing else is") {
  const person alice(1);
  const auto good = alice.who.encode();
  for (int times = 0; times < 3; ++times) CHECK(identity::decode(good));
  for (std::size_t at = 0; at < good.size(); ++at) {
    auto bad = good;
    bad[at] ^= 0x10;
    const auto read = identity::decode(bad);
    if (read) CHECK(read->id() != alice.who.id());
    CHECK_FALSE(read);
  }
  CHECK(identity::decode(good));
}
