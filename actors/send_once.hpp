// One message from a process that is no node, as `message send` without --from does it.
#pragma once
#include "channels/own_identity.hpp"
#include "wire/bytes.hpp"
#include "wire/multiaddr.hpp"

#include <chrono>
#include <memory>

namespace ockam::actors {

/// Opens the route, sends `payload` and returns the payload of the reply. The node that does it
/// lives in memory as long as the call and leaves nothing behind; it says goodbye on the channels
/// that it opened. `self`: who it is in those; may be null. Errors: what the route's opening
/// says (errc::unavailable, errc::timed_out, errc::invalid, errc::not_found, errc::denied);
/// errc::timed_out when no reply came.
result<wire::bytes> send_once(const wire::multiaddr& to, wire::bytes payload,
                              std::chrono::milliseconds timeout,
                              std::shared_ptr<const channels::own_identity> self = {});

} // namespace ockam::actors
