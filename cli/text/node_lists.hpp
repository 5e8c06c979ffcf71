// The lists in what a node tells of itself, `GET /v1/node`.
#pragma once

namespace ockam::cli::lists {

constexpr auto listeners = "tcp_listeners", secure_channel_listeners = "secure_channel_listeners",
               connections = "tcp_connections", inlets = "tcp_inlets", outlets = "tcp_outlets";

} // namespace ockam::cli::lists
