// What a machine becomes by `ockam open`: a guest, with an identity, a project and a node of its own
// for each link, so that whatever else is on this machine stays as it is. All are called
// guest-12345678, by the link's ticket. A guest ends by itself: its node stops when its time is over,
// and the next `open` removes what is left.
#pragma once
#include "channels/membership/share_link.hpp"
#include "cli/shell/command.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ockam::cli {

struct guest {
  std::string name;      ///< of its identity, project and node
  channels::share what;  ///< what was shared
  std::string relay;     ///< by which who shares is reached
  std::uint64_t end = 0; ///< seconds since 1970
};

/// What a guest of that link is called.
std::string guest_of(const channels::share_link&);
/// The guest that this home is already by that name; none if it is not.
result<std::optional<guest>> known_guest(const std::string& name);
/// Uses the link. Errors: denied, with what became of the link, or who it is that does not match it;
/// those of ask_authority.
result<guest> become_guest(const channels::share_link&);
/// Removes the guests of this home whose time is over, with their nodes.
status remove_old_guests();
/// Removes a guest, with its node, project and identity.
status remove_guest(const std::string& name);

} // namespace ockam::cli
