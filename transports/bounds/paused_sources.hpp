// The sources in this node that a link has stopped, because what they bring fills its queue: a
// stream, or the link or channel by which it came. Each is paused once, and resumed once, unless it
// ended meanwhile. Confined to the node's reactor. Flow control: docs/flow-control.md.
#pragma once
#include "transports/work/port.hpp"

#include <cstddef>
#include <vector>

namespace ockam::transports {

class paused_sources {
public:
  /// Stops what fills a queue at its origin in this node: the return route names the workers that a
  /// message came through, and at last what brought it. `whose` is the link with that queue; sources
  /// that others wait behind go on. Returns whether another one was paused.
  bool pause(const directory&, const wire::route& return_route, const worker& whose);
  enum class which : unsigned char {
    all,
    shared ///< those that others wait behind by now, and those that are gone
  };
  void release_sources(which, const worker& whose);

  bool empty() const noexcept { return paused_.empty(); }

private:
  struct stopped {
    port at;
    std::size_t behind; ///< hops behind it that what filled the queue came from
  };
  std::vector<stopped> paused_;
};

} // namespace ockam::transports
