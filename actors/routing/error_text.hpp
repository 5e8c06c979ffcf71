// Sentences of errors that several actors tell commands: what was waited for, how long, and what is
// known of the way.
#pragma once
#include "actors/routing/route_handle.hpp"
#include "channels/identity/allow_list.hpp"
#include "channels/workers/context.hpp"
#include "wire/routing/multiaddr.hpp"

namespace ockam::actors {

/// The error in one line, with what to do behind it, as in `connection refused (is it running?)`.
std::string to_text(const error&);
/// `10 s`, `1.5 s`, `250 ms`.
std::string to_text(transports::duration);
/// `I…, I…`; `everybody`, `nobody`.
std::string to_text(const channels::allow_list&);
/// What this node knows to be wrong with itself, so that nobody else is blamed for a refusal: it is
/// no member of its project any more, or the credential that it shows has expired. Empty if nothing
/// is.
std::string own_fault(const channels::context&);

/// "`what` within 10 s; the link to 127.0.0.1:7000 is up, so the next hop, api, may not exist
/// there". `otherwise` is the next hop if the route itself has none.
std::string no_answer(std::string what, transports::duration waited, const route_handle& way,
                      std::string_view otherwise);
/// Why whoever took the connection is none of us: it closed it at once, or says nothing. Empty if it
/// spoke, or if the route has no link of its own.
std::string why_no_node(const route_handle& way);
/// "the link to 127.0.0.1:7000 ended"
std::string lost_way(const route_handle& way);
/// "the link to 127.0.0.1:7000 ended while waiting for `what`".
std::string lost_way(const route_handle& way, std::string_view waited_for);

} // namespace ockam::actors
