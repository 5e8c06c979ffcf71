// What an authority issues credentials with: a key that its identity attests. The identity's own
// key is not in here: it is needed only for the moment in which this is made. Source: spec wire
// §7.3, §7.4.
#pragma once
#include "channels/identity/credential.hpp"

#include <chrono>

namespace ockam::channels {

class credential_issuer {
public:
  /// Attests a new key from `since` on until config::channel_key_lifetime after `now`, within the
  /// life of the identity's key (validity.hpp, `lasting`). `random`: 32 bytes. Fails
  /// (errc::invalid) if `signer` does not have the identity's current key.
  static result<credential_issuer> make(identity who, const signing_key& signer, secret_key random,
                                        timestamp now, timestamp since);
  /// The same, attested from `now` on.
  static result<credential_issuer> make(identity who, const signing_key& signer, secret_key random,
                                        timestamp now) {
    return make(std::move(who), signer, std::move(random), now, now);
  }

  const identity& who() const noexcept { return who_; }

  struct issued {
    presented_credential credential;
    validity valid;
  };
  /// Makes a credential that holds from `now` on for `lifetime`, within what the key is attested
  /// for: a clock that was set back makes no credential that is older than its key.
  issued issue(const identifier& subject, std::map<std::string, std::string> attributes,
               timestamp now, std::chrono::seconds lifetime) const;

private:
  credential_issuer(identity who, signing_key key, signed_object attested, const validity& valid)
      : who_(std::move(who)), key_(std::move(key)), attested_(std::move(attested)), valid_(valid) {}

  identity who_;
  signing_key key_;
  signed_object attested_;
  validity valid_; ///< what attested_ says
};

} // namespace ockam::channels
