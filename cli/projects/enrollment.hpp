// Makes an identity of this home a member of a project.
#pragma once
#include "channels/membership/ticket.hpp"
#include "cli/home/home_identity.hpp"
#include "cli/shell/command.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace ockam::cli {

struct enrollment {
  std::string project, identifier;
  std::map<std::string, std::string> attributes; ///< what the authority says of it
  std::uint64_t expires_at = 0;                  ///< end of its credential, seconds since 1970
  bool was_member = false;                       ///< set if the ticket was not used
  std::string clocks;    ///< how the authority's clock differs from ours, if it does
  bool made_way = false; ///< whether a project of that name, made by itself, was forgotten
};

/// Uses the ticket, unless that identity is a member already. From then on this home knows the
/// project and has a credential. Errors: those of home_identity and ask_authority; already_exists
/// if another project has its name: then the ticket was not used.
result<enrollment> enroll(const std::filesystem::path& home, const config::identity_record&,
                          const channels::ticket&);

/// The ticket that `given` means: the ticket itself, the file that holds it, or - for standard
/// input. No error shows the ticket. Errors: those of read_given and parse_ticket.
result<channels::ticket> read_ticket(const invocation&, const std::string& given);

/// The value of $ENROLLMENT_TICKET, if it is set. Errors: invalid if it is empty: a ticket was to be
/// there, and whoever goes on without it makes what nobody reaches.
result<std::optional<std::string>> ticket_in_environment();

} // namespace ockam::cli
