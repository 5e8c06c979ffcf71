// Identities and what they sign, for tests: everybody's keys are valid from `start` to `end`.
#pragma once
#include "channels/crypto/keys.hpp"
#include "channels/identity/identity_payload.hpp"

namespace ockam::tests {

inline constexpr channels::timestamp start = 1'700'000'000, end = 4'102'444'800;
inline constexpr channels::timestamp now = start + 1000;
inline constexpr channels::validity lifetime{start, end};

/// An identity with an Ed25519 key of 32 equal bytes and an X25519 key of 32 others.
struct person {
  explicit person(std::uint8_t byte)
      : signer(ed25519(byte)),
        who(channels::identity::create(signer, lifetime)),
        channel_key(
            std::make_shared<channels::x25519_key>(key_of(static_cast<std::uint8_t>(byte + 0x10)))),
        attested(channels::attest(who, signer, channel_key->public_key(), lifetime)) {}

  wire::bytes payload(std::span<const channels::presented_credential> credentials = {}) const {
    return channels::encode_identity_payload(who, attested, credentials);
  }

  channels::signing_key signer;
  channels::identity who;
  std::shared_ptr<const channels::x25519_key> channel_key;
  channels::signed_object attested;
};

inline wire::identifier id_of(std::uint8_t byte) { return person(byte).who.id(); }

/// An authority with an identity and a credential key.
struct authority {
  channels::signing_key primary = ed25519(0x61), credential_key = ed25519(0x62);
  channels::identity who = channels::identity::create(primary, lifetime);
  channels::signed_object key_attested =
      channels::attest(who, primary, credential_key.public_key(), {start + 1, end - 1});

  channels::credential member(const channels::identifier& subject) const {
    return {subject, {}, 1, {{"role", "member"}}, {start + 2, end - 2}};
  }
  channels::presented_credential issue(const channels::credential& content) const {
    return channels::issue(content, credential_key, key_attested);
  }
};

template <class T>
wire::bytes encoded(const T& item) {
  wire::bytes out;
  wire::cbor_writer writer{out};
  channels::write(writer, item);
  return out;
}

/// Whether something failed for a reason whose text contains `why`.
template <class T>
bool failed_for(const result<T>& r, std::string_view why) {
  if (r) return false;
  CAPTURE(r.error().message);
  CHECK(r.error().message.find(why) != std::string::npos);
  return true;
}

} // namespace ockam::tests
