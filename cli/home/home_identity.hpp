// The identities of nodes and commands of this home: an identity of the store with its key from a
// vault, ready to prove itself in handshakes.
#pragma once
#include "channels/identity/own_identity.hpp"
#include "config/store/state_store.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace ockam::cli {

/// What `--identity` and `--vault` say.
struct identity_choice {
  std::optional<std::string> identity, vault;
};

/// A text that was given; none if it is empty.
inline std::optional<std::string> if_given(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

/// The home's default identity. On first use it is made, together with the default vault: both are
/// called `default`. However many processes do so at once, there is one.
result<config::identity_record> default_identity(const std::filesystem::path& home);

/// The identity of that name. Errors: not_found.
result<config::identity_record> known_identity(const std::filesystem::path& home,
                                               const std::string& name);

/// The identity of that name, made if need be in that vault, or else in the default one. It never
/// becomes the default identity: that is made before. Errors: those of create_identity.
result<config::identity_record> identity_called(const std::filesystem::path& home,
                                                const std::string& name,
                                                const std::optional<std::string>& vault = {});

/// The identity of that name, and without one the default identity. Errors: not_found.
result<config::identity_record> asked_identity(const std::filesystem::path& home,
                                               const std::optional<std::string>& name);

/// The identity of a node: the chosen one; if only a vault was chosen, its oldest identity, which
/// is made if there is none; without a choice the one that the node had before, or for a new node
/// the default identity. Errors: not_found; invalid if the identity is in another vault.
result<config::identity_record> identity_of_node(const std::filesystem::path& home,
                                                 const std::string& node, const identity_choice&);

/// The key that an identity signs with. Errors: those of vault::open; not_found.
result<channels::signing_key> signing_key_of(const std::filesystem::path& home,
                                             const config::identity_record&);

/// The start of what own_identity and credential_issuer attest: that of the identity.
inline constexpr channels::timestamp since_it_was_made = 0;

/// Whether something can be signed by the clock of this machine, as far as this home and this
/// program know. Errors: config.
status check_clock(const std::filesystem::path& home);

/// The time of day, or that when this program was made, if the clock shows an earlier one.
channels::timestamp plausible_now();

/// Reads the key, attests a new channel key with it and forgets it. The attestation begins with the
/// identity, so that a clock that was wrong at the start of a node is no matter once it is right.
/// Errors: denied if the identity has expired; those of vault::open and own_identity::make.
result<std::shared_ptr<const channels::own_identity>> load(const std::filesystem::path& home,
                                                           const config::identity_record&);

} // namespace ockam::cli
