#include "transports/reactor/loop_threads.hpp"

namespace ockam::transports {

loop_threads::loop_threads(std::size_t count) : loops_(count) {
  for (auto& loop : loops_) {
    all_.push_back(&loop);
    threads_.emplace_back([&loop] { loop.run(); });
  }
}

void loop_threads::stop() {
  for (auto& loop : loops_) loop.stop();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

} // namespace ockam::transports
