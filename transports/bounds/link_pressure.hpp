// What a link does about its output queue. Sources that share the link pass its gate, which has room
// while little is unsent. What other links bring cannot wait there: above a mark their sources are
// stopped at their origin, until the queue is low again, or its peer turns out to take nothing at all
// (peer_progress.hpp). Flow control: docs/flow-control.md.
#pragma once
#include "transports/bounds/paused_sources.hpp"
#include "transports/bounds/peer_progress.hpp"
#include "transports/io/link_socket.hpp"

#include <functional>
#include <string_view>

namespace ockam::transports {

class link_pressure {
public:
  /// The arguments outlive it. `flush` is called when somebody waits at the gate, and `stalled` when
  /// the peer has taken nothing for too long: the link is to end.
  link_pressure(worker& link, const directory&, link_socket&, std::function<void()> flush,
                std::function<void()> stalled);

  send_gate& gate() noexcept { return gate_; }
  /// A frame that came by that route was queued.
  void queued(const wire::route& return_route);
  /// Stops the sources of what came by that route, if much is unsent.
  void apply_backpressure(const wire::route& return_route) {
    if (socket_.now().unsent > progress_.queue_high()) stop(return_route);
  }
  /// The socket took some, or no more.
  void on_output();
  /// The link has ended.
  void end();

private:
  void stop(const wire::route& return_route);
  std::size_t room() const noexcept; ///< bytes that sources may still queue
  void look_later();
  void look();

  worker& link_;
  const directory& workers_;
  link_socket& socket_;
  const std::function<void()> flush_, stalled_;
  send_gate gate_;
  paused_sources sources_; ///< until the output is low again
  peer_progress progress_;
  timer timer_; ///< armed while there are any, or the peer takes no more
};

} // namespace ockam::transports
