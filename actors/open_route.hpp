// From an address as commands write it to a route that messages can take.
//   (service|worker)* [(ip4|ip6|dnsaddr) tcp] (service|worker)*
// A link is dialed for the transport part; all else are addresses of workers.
#pragma once
#include "transports/context.hpp"
#include "wire/multiaddr.hpp"

#include <caf/actor.hpp>

#include <functional>
#include <memory>
#include <string>

namespace ockam::actors {

/// A route that was opened. Owns the link that was dialed for it and closes it when it goes.
/// Holders that are actors clear it in on_exit().
class opened_route {
public:
  opened_route() = default;
  /// `link`: dialed for this route; none if the route starts at a worker that was there already.
  opened_route(wire::route onward, caf::actor first_hop, caf::actor link, std::string peer);
  opened_route(opened_route&&) noexcept;
  opened_route& operator=(opened_route&&) noexcept;
  ~opened_route();

  const wire::route& onward() const noexcept { return onward_; }
  /// When this actor ends the route leads nowhere: worth a monitor.
  const caf::actor& first_hop() const noexcept { return first_hop_; }
  /// host:port of the link's far end; empty without a link of its own.
  const std::string& peer() const noexcept { return peer_; }
  /// Gives the link up: it stays open.
  void keep_link() { link_ = nullptr; }

private:
  void close();
  wire::route onward_;
  caf::actor first_hop_, link_;
  std::string peer_;
};

/// Cancels an opening when it goes; the answer then never comes.
struct route_opening {
  virtual ~route_opening() = default;
};

/// Answers once, on the reactor, never from inside this call. Errors: errc::invalid for an address
/// that this node can not take (the message names the segment), errc::not_found if the first hop is
/// a worker that is not here, and those of network::dial.
[[nodiscard]] std::unique_ptr<route_opening>
open_route(transports::context&, const wire::multiaddr&, transports::duration timeout,
           std::function<void(result<opened_route>)> answer);

} // namespace ockam::actors
