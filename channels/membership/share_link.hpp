// The link that `ockam share` prints: where a project's authority is, the code of a one-time ticket
// there, and by what two identities can be known. All else comes with the ticket.
//   link  := ockam://HOST:PORT/ base64url(code:32 authority:16 sharer:16 check:2)     88 digits
//   authority, sharer := the first bytes of an identifier
//   check             := the first bytes of SHA-256(HOST:PORT code authority sharer)
// A letter that was lost or changed is found by `check`, without asking anybody. What else a guest
// has to know stands in the attribute ockam-share of the ticket, and so of the credential:
//   share := sharer's identifier / outlet [/ person]
// Whoever has the link can use it, once: it is a secret as a ticket is. Pure.
#pragma once
#include "channels/membership/project.hpp"
#include "channels/membership/ticket.hpp"
#include "wire/messages/identifier.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace ockam::channels {

/// What is left of an identifier in a link: nobody finds another identity that begins so.
using identifier_start = std::array<std::uint8_t, 16>;
identifier_start start_of(const identifier&);

struct share_link {
  std::string host; ///< a name, or an address without brackets
  std::uint16_t port = 0;
  ticket_code code;
  identifier_start authority{}, sharer{};

  /// The route to the authority's listener of channels.
  wire::multiaddr route() const;
};

std::string to_text(const share_link&);
/// Reads a link; blanks around it are ignored. Errors: invalid. None tells the code.
result<share_link> parse_share_link(std::string_view text);

/// The link of a ticket that this project's authority made. Errors: invalid if the authority is not
/// reached by a host and a port alone, or is another node than the project's.
result<share_link> link_to(const ticket&, const identifier& sharer);
/// The project of a link, as a guest calls it, once its authority has said who it is and the ticket
/// which project it is of.
result<project> project_of(const share_link&, std::string name, const std::string& id,
                           const identity& authority);

struct share {
  identifier sharer;
  std::string outlet, person; ///< the person may be empty
};
std::string to_text(const share&);
/// Reads that text. Errors: invalid.
result<share> parse_share(std::string_view text);

} // namespace ockam::channels
