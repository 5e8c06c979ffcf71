// One message from a process that is no node, as `message send` without --from does it.
#pragma once
#include "wire/bytes.hpp"
#include "wire/multiaddr.hpp"

#include <chrono>

namespace ockam::actors {

/// Opens the route, sends `payload` and returns the payload of the reply. The node that does it
/// lives in memory as long as the call and leaves nothing behind. Errors: what the route's opening
/// says (errc::unavailable, errc::timed_out, errc::invalid, errc::not_found); errc::timed_out when
/// no reply came.
result<wire::bytes> send_once(const wire::multiaddr& to, wire::bytes payload,
                              std::chrono::milliseconds timeout);

} // namespace ockam::actors
