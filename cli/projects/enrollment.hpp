// How an identity of this home becomes a member of a project.
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
  std::map<std::string, std::string> attributes; ///< that the authority says it has
  std::uint64_t expires_at = 0;                  ///< of its credential, seconds since 1970
  bool was_member = false;                       ///< the ticket was not used
  std::string clocks;    ///< how the authority's differs from ours, if it does
  bool made_way = false; ///< another project of its name, made by itself, is forgotten
};

/// Uses the ticket, unless that identity is a member already. From then on this home knows the
/// project and has a credential. Errors: those of home_identity and ask_authority; already_exists
/// if another project has its name: then the ticket was not used.
result<enrollment> enroll(const std::filesystem::path& home, const config::identity_record&,
                          const channels::ticket&);

/// The ticket in `given`: the ticket itself, the file that holds it, or - for standard input. No
/// error tells what it is. Errors: those of read_given and parse_ticket.
result<channels::ticket> read_ticket(const invocation&, const std::string& given);

/// In words for those who have to say where tickets come from: $ENROLLMENT_TICKET, if it is set.
std::optional<std::string> ticket_in_environment();

} // namespace ockam::cli
