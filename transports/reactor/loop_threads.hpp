// Event loops beside the reactor, each on a thread of its own.
#pragma once
#include "transports/reactor/event_loop.hpp"

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

namespace ockam::transports {

class loop_threads {
public:
  explicit loop_threads(std::size_t count);
  ~loop_threads() { stop(); }
  /// Lets the threads do what was posted to them before, and ends them. To be called when the
  /// reactor has ended, while it still exists.
  void stop();
  /// The loops; they live as long as this object.
  const std::vector<event_loop*>& loops() const noexcept { return all_; }

private:
  std::deque<event_loop> loops_;
  std::vector<event_loop*> all_;
  std::vector<std::thread> threads_;
};

} // namespace ockam::transports
