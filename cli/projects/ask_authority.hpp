// Asks a project's authority from a command, which is no node.
#pragma once
#include "channels/identity/credential.hpp"
#include "channels/identity/own_identity.hpp"
#include "channels/membership/project.hpp"
#include "cli/shell/command.hpp"
#include "wire/messages/authority.hpp"

#include <filesystem>
#include <memory>

namespace ockam::cli {

/// Asks, and returns the body of the answer. Errors: those of actors::authority_client.
result<wire::bytes> ask_authority(const channels::project&,
                                  std::shared_ptr<const channels::own_identity> self,
                                  const wire::authority_request&);

/// The identity of the authority at that route, for whoever knows only by what it begins: nobody has
/// vouched for it yet. Errors: as above; not_found if it is an authority that does not say.
result<channels::identity> authority_at(const wire::multiaddr& route,
                                        std::shared_ptr<const channels::own_identity> self);

/// Reads a credential as an authority sends it. Errors: protocol.
result<channels::presented_credential> read_credential(wire::bytes_view body);

/// Asks for a verb that takes `--project` and `--identity`, as that identity of this home or the
/// default one. Errors: also those of known_project and home_identity; denied, with what to do
/// about it.
result<wire::bytes> ask_authority(const invocation&, const wire::authority_request&);
option project_option();
option asking_identity_option();

} // namespace ockam::cli
