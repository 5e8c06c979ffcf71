#include "channels/identity/own_identity.hpp"

#include "channels/crypto/digest.hpp"
#include "config/defaults.hpp"

namespace ockam::channels {

own_identity::own_identity(identity who, std::shared_ptr<const x25519_key> channel_key,
                           signed_object attestation, secret_key mark_key)
    : who_(std::move(who)),
      channel_key_(std::move(channel_key)),
      attestation_(std::move(attestation)),
      mark_key_(std::make_shared<const secret_key>(std::move(mark_key))),
      bare_payload_(encode_identity_payload(who_, attestation_, {})) {}

secret_key own_identity::mark(std::initializer_list<bytes_view> parts) const {
  return hmac_sha256(mark_key_->view(), parts);
}

bytes own_identity::handshake_payload(std::span<const presented_credential> credentials) const {
  if (credentials.empty()) return bare_payload_;
  return encode_identity_payload(who_, attestation_, credentials);
}

result<own_identity> own_identity::make(identity who, const signing_key& signer, secret_key random,
                                        timestamp now, timestamp since) {
  if (!(signer.public_key() == who.latest().key))
    return fail(errc::invalid, "the key in the vault is not that of " + to_string(who.id()));
  const auto valid = lasting(now, since, config::channel_key_lifetime, who.latest().attestations);
  auto key = std::make_shared<const x25519_key>(std::move(random));
  auto attested = attest(who, signer, key->public_key(), valid);
  return own_identity(std::move(who), std::move(key), std::move(attested),
                      hmac_sha256(signer.private_key().view(), {wire::view_of("marks of a home")}));
}

} // namespace ockam::channels
