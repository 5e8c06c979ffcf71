// Asks a node over its control socket.
#pragma once
#include "cli/home/node_client.hpp"

#include <filesystem>
#include <memory>

namespace ockam::cli {

/// A client of the node of that name. Nothing is connected before the first request, and every
/// request has a connection of its own. Besides the node's own errors: unavailable if nobody
/// listens, timed_out, protocol if the answer is no JSON.
std::unique_ptr<node_client> make_control_client(std::string node,
                                                 const std::filesystem::path& socket);

} // namespace ockam::cli
