// What one link keeps in memory, as its node counts it: half a frame, and what its peer has not taken.
// What leaves at the end of this round does not count.
#pragma once
#include "transports/bounds/link_loads.hpp"
#include "transports/io/link_socket.hpp"
#include "transports/work/memory_budget.hpp"

#include <functional>
#include <utility>

namespace ockam::transports {

class link_memory {
public:
  /// `end` is called when most of what waits in the node waits in this link.
  link_memory(memory_budget& all, std::function<void()> end) : share_(all, std::move(end)) {}

  /// Counts what the socket has now. Returns whether the load is another one.
  bool count(const link_socket::condition& socket) {
    const link_load now{socket.partial, socket.blocked ? socket.unsent : 0};
    share_.hold(now.partial + now.queued + (socket.blocked ? socket.slices * sizeof(slice) : 0));
    return std::exchange(load_, now) != now;
  }
  const link_load& load() const noexcept { return load_; }
  void give_back() { share_.give_back(); }

private:
  memory_budget::share share_;
  link_load load_;
};

} // namespace ockam::transports
