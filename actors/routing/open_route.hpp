// Makes a route that messages can take of an address as commands write it: dials the link and opens
// the channels that the address names (actors/routing/route_plan.hpp), from left to right.
#pragma once
#include "actors/routing/route_handle.hpp"
#include "channels/identity/allow_list.hpp"
#include "channels/workers/context.hpp"
#include "wire/routing/multiaddr.hpp"

#include <functional>
#include <memory>

namespace ockam::actors {

struct route_request {
  wire::multiaddr to;
  transports::duration timeout{};    ///< for all legs together
  channels::allow_list authorized{}; ///< whom the route may lead to
  /// Who opens channels; null: the node itself.
  std::shared_ptr<const channels::own_identity> self{};
  std::string encryptor{}; ///< address for that of the last channel; empty for a new one
  bool shares = false;     ///< whether it shares its link with others that do, as sessions do
};

/// An opening under way. Its destructor cancels it; the answer then never comes, and nothing stays
/// open.
struct route_opening {
  virtual ~route_opening() = default;
};

/// Answers once, on the reactor, never from inside this call. `authorized` holds for the last
/// channel, or for whoever is behind a channel that the route begins with; a restriction is never
/// met without a channel (denied). Errors: those of read_route_plan; not_found if the first hop is a
/// worker that is not here; config without an identity; those of network::dial,
/// channels::open_channel and channels::project_directory, naming the segment.
[[nodiscard]] std::unique_ptr<route_opening>
open_route(channels::context&, route_request, std::function<void(result<route_handle>)> answer);

} // namespace ockam::actors
