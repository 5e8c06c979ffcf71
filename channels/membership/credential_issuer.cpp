#include "channels/membership/credential_issuer.hpp"

#include "config/defaults.hpp"

#include <algorithm>

namespace ockam::channels {

namespace {

/// The only one there is: the attributes of a member of a project.
constexpr std::uint64_t project_schema = 1;

} // namespace

result<credential_issuer> credential_issuer::make(identity who, const signing_key& signer,
                                                  secret_key random, timestamp now,
                                                  timestamp since) {
  if (!(signer.public_key() == who.latest().key))
    return fail(errc::invalid, "the key in the vault is not that of " + to_string(who.id()));
  OCKAM_TRY(key, signing_key::from(signature_scheme::ed25519, std::move(random)));
  const auto valid = lasting(now, since, config::channel_key_lifetime, who.latest().attestations);
  auto attested = attest(who, signer, key.public_key(), valid);
  return credential_issuer(std::move(who), std::move(key), std::move(attested), valid);
}

credential_issuer::issued credential_issuer::issue(const identifier& subject,
                                                   std::map<std::string, std::string> attributes,
                                                   timestamp now,
                                                   std::chrono::seconds lifetime) const {
  const auto from = std::max(now, valid_.from);
  const auto until = std::min(from + static_cast<timestamp>(lifetime.count()), valid_.until);
  const credential content{subject, {}, project_schema, std::move(attributes), {from, until}};
  return {channels::issue(content, key_, attested_), content.valid};
}

} // namespace ockam::channels
