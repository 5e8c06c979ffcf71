#include "channels/identity/own_identity.hpp"

#include "config/defaults.hpp"

namespace ockam::channels {

own_identity::own_identity(identity who, std::shared_ptr<const x25519_key> channel_key,
                           signed_object attestation)
    : who_(std::move(who)),
      channel_key_(std::move(channel_key)),
      attestation_(std::move(attestation)),
      bare_payload_(encode_identity_payload(who_, attestation_, {})) {}

bytes own_identity::handshake_payload(std::span<const presented_credential> credentials) const {
  if (credentials.empty()) return bare_payload_;
  return encode_identity_payload(who_, attestation_, credentials);
}

result<own_identity> own_identity::make(identity who, const signing_key& signer, secret_key random,
                                        timestamp now) {
  if (!(signer.public_key() == who.latest().key))
    return fail(errc::invalid, "the key in the vault is not that of " + to_string(who.id()));
  constexpr auto lifetime = std::chrono::seconds(config::channel_key_lifetime).count();
  const auto& outer = who.latest().attestations;
  const validity valid{std::max(now, outer.from),
                       std::min(now + static_cast<timestamp>(lifetime), outer.until)};
  auto key = std::make_shared<const x25519_key>(std::move(random));
  auto attested = attest(who, signer, key->public_key(), valid);
  return own_identity(std::move(who), std::move(key), std::move(attested));
}

} // namespace ockam::channels
