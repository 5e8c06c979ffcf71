// Two whole conversations between real nodes, with known keys: every byte that they sent is made
// again and understood.
#include "channels/handshake/channel_message.hpp"
#include "channels/handshake/cipher_state.hpp"
#include "channels/handshake/handshake.hpp"
#include "channels/identity/people.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;

namespace {

struct side {
  explicit side(const nlohmann::json& known)
      : signer(ed25519(hex_of(known.at("ed25519_seed"))[0])),
        who(identity::create(signer, lifetime)),
        static_key(std::make_shared<x25519_key>(key_of(hex_of(known.at("x25519_static_private"))))),
        ephemeral(key_of(hex_of(known.at("x25519_ephemeral_private").at(0)))),
        attested(attest(who, signer, static_key->public_key(), {start + 100, end - 100})) {}

  signing_key signer;
  identity who;
  std::shared_ptr<const x25519_key> static_key;
  secret_key ephemeral;
  signed_object attested;
};

bytes payload_at(const nlohmann::json& message) { return hex_of(message.at("payload")); }

/// The same record, made of what was understood of it.
bytes encoded_again(const channel_message& message) {
  if (std::holds_alternative<close_channel>(message)) return encode_close();
  const auto& routed = std::get<routed_payload>(message);
  bytes out(payload_head_size(routed.onward, routed.return_route, routed.payload.size()));
  write_payload_head(out.data(), routed.onward, routed.return_route, routed.payload.size());
  out.insert(out.end(), routed.payload.begin(), routed.payload.end());
  out.insert(out.end(), payload_tail.begin(), payload_tail.end());
  return out;
}

/// One direction of a channel, from both ends.
struct direction {
  direction(const secret_key& key, aead_engine engine) : out(key, engine), in(key, engine) {}

  void check(const bytes& record) {
    auto opened_in_place = record;
    const auto opened = in.open(opened_in_place);
    REQUIRE(opened);
    const auto message = decode_channel_message(opened->plaintext, 16, 256);
    REQUIRE(message);
    auto again = encoded_again(*message);
    again.insert(again.begin(), record_head_size, 0);
    again.insert(again.end(), record_tail_size, 0);
    REQUIRE(out.seal(again));
    CHECK(again == record);
  }

  sealer out;
  opener in;
};

void check_records(const nlohmann::json& transcript, const channel_keys& initiator_keys,
                   aead_engine engine) {
  direction there(initiator_keys.outbound, engine), back(initiator_keys.inbound, engine);
  const auto& records = transcript.at("transport_messages_seen_at_hop");
  REQUIRE(records.size() == 140);
  const auto& m2 = transcript.at("handshake_messages_seen_at_hop").at(1);
  for (const auto& record : records) {
    const auto to_initiator = record.at("onward_route") == m2.at("onward_route");
    (to_initiator ? back : there).check(payload_at(record));
  }
  there.check(payload_at(transcript.at("after_stop_secure_channel_on_initiator").at(0)));
}

void check_transcript(const char* name, std::span<const presented_credential> credentials) {
  const auto& transcript = vectors().at(name);
  const auto& messages = transcript.at("handshake_messages_seen_at_hop");
  side one(transcript.at("initiator")), two(transcript.at("responder"));
  auto i = handshake::initiator(one.static_key, std::move(one.ephemeral));
  auto r = handshake::responder(two.static_key, std::move(two.ephemeral));

  const auto m1 = i.write({});
  CHECK(*m1 == payload_at(messages.at(0)));
  REQUIRE(r.read(*m1));
  const auto m2 = r.write(encode_identity_payload(two.who, two.attested, {}));
  CHECK(*m2 == payload_at(messages.at(1)));
  const auto responder = verify_identity_payload(*i.read(*m2), i.peer_key(), now);
  REQUIRE(responder);
  CHECK(to_string(responder->who.id()) == text_in(transcript.at("responder").at("identifier")));
  const auto m3 = i.write(encode_identity_payload(one.who, one.attested, credentials));
  CHECK(*m3 == payload_at(messages.at(2)));
  const auto initiator = verify_identity_payload(*r.read(*m3), r.peer_key(), now);
  REQUIRE(initiator);
  CHECK(to_string(initiator->who.id()) == text_in(transcript.at("initiator").at("identifier")));
  CHECK(initiator->credentials.size() == credentials.size());

  const auto keys = i.keys();
  const auto& decoded = vectors().at(std::string(name) + "_decoded");
  CHECK(wire::to_hex(keys.inbound.view()) == text_in(decoded.at("noise_k1")));
  CHECK(wire::to_hex(keys.outbound.view()) == text_in(decoded.at("noise_k2")));
  CHECK(r.keys().outbound == keys.inbound);
  for (const auto engine : {aead_engine::openssl, aead_engine::ipsec_mb})
    check_records(transcript, keys, engine);
}

/// The credential that the initiator of the second conversation presented, read off its m3.
std::vector<presented_credential> recorded_credentials() {
  const auto& transcript = vectors().at("noise_with_credential");
  const auto& messages = transcript.at("handshake_messages_seen_at_hop");
  side two(transcript.at("responder"));
  auto r = handshake::responder(two.static_key, std::move(two.ephemeral));
  REQUIRE(r.read(payload_at(messages.at(0))));
  REQUIRE(r.write(encode_identity_payload(two.who, two.attested, {})));
  const auto payload = r.read(payload_at(messages.at(2)));
  REQUIRE(payload);
  const auto met = verify_identity_payload(*payload, r.peer_key(), now);
  REQUIRE(met);
  return met->credentials;
}

} // namespace

TEST_CASE("a conversation with two changes of keys and a close is the same to the last byte") {
  check_transcript("noise", {});
}

TEST_CASE("so is one in which the initiator presents a credential") {
  const auto credentials = recorded_credentials();
  REQUIRE(credentials.size() == 1);
  const auto& transcript = vectors().at("noise_with_credential");
  constexpr timestamp issued = 0x6b02361f; // by the responder
  const side presenter(transcript.at("initiator")), issuer(transcript.at("responder"));
  const auto verified = verify(credentials[0], issuer.who, presenter.who.id(), issued);
  REQUIRE(verified);
  CHECK(verified->attributes == std::map<std::string, std::string>{{"k", "v"}});
  check_transcript("noise_with_credential", credentials);
}
