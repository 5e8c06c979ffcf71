// One message from a process that is no node, as `message send` without --from does it.
#pragma once
#include "actors/node_in_memory.hpp"
#include "wire/bytes.hpp"
#include "wire/routing/multiaddr.hpp"

namespace ockam::actors {

/// Opens the route, sends `payload` and returns the payload of the reply; says goodbye on the
/// channels that it opened. Errors: what the route's opening says (errc::unavailable,
/// errc::timed_out, errc::invalid, errc::not_found, errc::denied); errc::timed_out when no reply
/// came.
result<wire::bytes> send_once(const wire::multiaddr& to, const wire::bytes& payload,
                              std::chrono::milliseconds timeout, const node_in_memory& sender = {});

} // namespace ockam::actors
