// From an address as commands write it to a route that messages can take: dials the link and opens
// the channels that it names (actors/itinerary.hpp), from left to right.
#pragma once
#include "actors/routing/opened_route.hpp"
#include "channels/identity/trust.hpp"
#include "channels/workers/context.hpp"
#include "wire/routing/multiaddr.hpp"

#include <functional>
#include <memory>

namespace ockam::actors {

struct route_request {
  wire::multiaddr to;
  transports::duration timeout{};                       ///< of all of it
  channels::trust authorized{};                         ///< whom the route may lead to
  std::shared_ptr<const channels::own_identity> self{}; ///< in channels; none: the node's own
  std::string encryptor{}; ///< the address of the last channel's; empty: a new one
  bool shares = false;     ///< its link with others that do; sessions do (transports/shared_links)
};

/// Cancels an opening when it goes; the answer then never comes, and nothing stays open.
struct route_opening {
  virtual ~route_opening() = default;
};

/// Answers once, on the reactor, never from inside this call. `authorized` holds for the last
/// channel, or for who is behind a channel that the route begins with; a restriction is never met
/// without a channel (errc::denied). Errors: those of read_itinerary; errc::not_found if the first
/// hop is a worker that is not here; errc::config without an identity; those of network::dial,
/// channels::open_channel and channels::project_directory, naming the segment.
[[nodiscard]] std::unique_ptr<route_opening>
open_route(channels::context&, route_request, std::function<void(result<opened_route>)> answer);

} // namespace ockam::actors
