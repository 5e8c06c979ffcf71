// Feeds arbitrary bytes to everything that a stranger can send to a secure channel: handshakes,
// records, and what is inside them, also as if the right key had signed or sealed it. What decodes
// must encode to something that decodes to the same. The first byte chooses the decoder.
#include "channels/handshake/channel_message.hpp"
#include "channels/handshake/cipher_state.hpp"
#include "channels/handshake/handshake.hpp"
#include "channels/identity/identity_payload.hpp"
#include "channels/identity/own_identity.hpp"
#include "channels/membership/ticket.hpp"
#include "channels/policy/policy.hpp"
#include "config/defaults.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>

using namespace ockam;
using namespace ockam::channels;

namespace {

constexpr timestamp now = 1'700'001'000;
constexpr validity lifetime{1'700'000'000, 4'102'444'800};

void require(bool holds) {
  if (!holds) std::abort();
}

secret_key key_of(std::uint8_t byte) {
  secret_key out;
  std::fill(out.fill().begin(), out.fill().end(), byte);
  return out;
}

/// Somebody with known keys; what they sign is accepted as far as the signature goes.
struct person {
  signing_key signer = std::move(*signing_key::from(signature_scheme::ed25519, key_of(1)));
  identity who = identity::create(signer, lifetime);
  own_identity self = *own_identity::make(who, signer, key_of(2), now);
  signed_object credential_key = attest(who, signer, signer.public_key(), lifetime);

  signed_object sign(envelope_kind kind, bytes_view content) const {
    auto envelope = encode_envelope(kind, content);
    const auto hash = sha256(envelope);
    return {std::move(envelope), signer.sign(hash)};
  }
};

const person& alice() {
  static const person out;
  return out;
}

// -- what is signed ------------------------------------------------------------

void history(bytes_view data) {
  const auto first = identity::decode(data);
  if (!first) return;
  const auto second = identity::decode(first->encode());
  require(second && second->id() == first->id() && second->latest() == first->latest());
}

void change_content(bytes_view data) {
  const auto first = decode_change_data(data);
  if (first) require(*decode_change_data(encode(*first)) == *first);
}

void attestation_content(bytes_view data) {
  const auto object = alice().sign(envelope_kind::attestation, data);
  const auto said = verify(object, alice().who, now);
  if (said) require(said->subject == alice().who.id());
}

void signed_bytes(bytes_view data) {
  wire::cbor_reader in{data};
  const auto object = take_signed_object(in);
  if (in.ok()) static_cast<void>(verify(object, alice().who, now));
}

void credential_content(bytes_view data) {
  const presented_credential shown{alice().sign(envelope_kind::credential, data),
                                   alice().credential_key};
  const auto said = verify(shown, alice().who, alice().who.id(), now);
  if (!said) return;
  const auto again = issue(*said, alice().signer, alice().credential_key);
  require(verify(again, alice().who, alice().who.id(), now)->attributes == said->attributes);
}

void identity_payload(bytes_view data) {
  const auto met = verify_identity_payload(data, alice().self.channel_key()->public_key(), now);
  if (!met) return;
  require(met->who.id() == alice().who.id());
  require(met->credentials.size() <= config::credentials_max);
}

// -- messages and records ------------------------------------------------------

void message(bytes_view data) {
  const auto read = decode_channel_message(data, config::route_hops_max, config::address_size_max);
  if (!read) return;
  const auto* first = std::get_if<routed_payload>(&*read);
  if (!first) return;
  const auto payload = first->payload;
  bytes again(payload_head_size(first->onward, first->return_route, payload.size()));
  write_payload_head(again.data(), first->onward, first->return_route, payload.size());
  again.insert(again.end(), payload.begin(), payload.end());
  again.insert(again.end(), payload_tail.begin(), payload_tail.end());
  const auto second =
      decode_channel_message(again, config::route_hops_max, config::address_size_max);
  const auto& routed = std::get<routed_payload>(*second);
  require(routed.onward == first->onward && routed.return_route == first->return_route);
  require(wire::text_of(routed.payload) == wire::text_of(payload));
}

/// A stranger's record changes nothing.
void record(bytes_view data) {
  sealer out(key_of(3));
  opener in(key_of(3));
  bytes forged(data.begin(), data.end());
  require(!in.open(forged));
  bytes genuine(record_head_size + data.size() + record_tail_size);
  std::copy(data.begin(), data.end(), genuine.begin() + record_head_size);
  require(static_cast<bool>(out.seal(genuine)));
  const auto opened = in.open(genuine);
  require(opened && wire::text_of(opened->plaintext) == wire::text_of(data));
}

// -- handshakes ----------------------------------------------------------------

handshake initiator() { return handshake::initiator(alice().self.channel_key(), key_of(4)); }
handshake responder() { return handshake::responder(alice().self.channel_key(), key_of(5)); }

void m1(bytes_view data) {
  auto r = responder();
  const auto payload = r.read(data);
  require(payload ? r.state() == handshake_state::m2_to_send
                  : r.state() == handshake_state::failed);
  if (payload) static_cast<void>(r.write(alice().self.handshake_payload()));
}

void m2(bytes_view data) {
  auto i = initiator();
  require(static_cast<bool>(i.write({})));
  require(!i.read(data) && i.state() == handshake_state::failed);
}

void m3(bytes_view data) {
  auto i = initiator();
  auto r = responder();
  require(r.read(*i.write({})) && r.write({}));
  require(!r.read(data) && r.state() == handshake_state::failed);
}

// -- text ------------------------------------------------------------------------

void policy_text(bytes_view data) {
  const auto first = policy::parse(wire::text_of(data));
  if (!first) return;
  static const std::map<std::string, std::string> attributes{{"a", "b"}, {"role", "server"}};
  static_cast<void>(first->allows({alice().who.id(), &attributes, "outlet"}));
  const auto again = policy::parse(to_string(*first));
  require(again ? *again == *first : again.error().code == errc::limit);
}

void ticket_text(bytes_view data) {
  const auto first = parse_ticket(wire::text_of(data));
  if (first) require(to_json(*parse_ticket(to_json(*first).dump())) == to_json(*first));
}

constexpr void (*decoders[])(bytes_view) = {history,
                                            change_content,
                                            attestation_content,
                                            signed_bytes,
                                            credential_content,
                                            identity_payload,
                                            message,
                                            record,
                                            m1,
                                            m2,
                                            m3,
                                            policy_text,
                                            ticket_text};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  decoders[data[0] % std::size(decoders)]({data + 1, size - 1});
  return 0;
}
