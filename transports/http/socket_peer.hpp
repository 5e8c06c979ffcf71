// Who is at the other end of a Unix socket, by the kernel's word (SO_PEERCRED, unix(7)).
#pragma once
#include <optional>
#include <sys/types.h>

namespace ockam::transports {

/// The user of the process that connected, or that listened when this end connected; none if the
/// kernel does not say.
std::optional<uid_t> user_at(int socket) noexcept;

/// Whether the user at the other end is that of this process, or root, who may do everything
/// anyway.
bool is_own_or_root(int socket) noexcept;

} // namespace ockam::transports
