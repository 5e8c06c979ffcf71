// What runs the nodes of a program: a thread for the nodes, and more for the sockets of links. It
// runs from its construction to its destruction.
#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <ockam/error.hpp>
#include <vector>

namespace ockam {

struct runtime_options {
  std::size_t threads = 1; ///< that share the sockets of links; the nodes' own is the first
  /// Signals at which run() stops the nodes: {SIGTERM, SIGINT}. They are blocked from now on in
  /// this thread and those that it makes, so the runtime is made before other threads.
  std::vector<int> stop_on{};
};

class runtime {
public:
  explicit runtime(const runtime_options& = {});
  runtime(const runtime&) = delete;
  runtime& operator=(const runtime&) = delete;
  /// Ends all nodes at once.
  ~runtime();

  /// Returns when the nodes have stopped. To be called by one thread, and not by the nodes'.
  void run();
  /// Takes no new streams, gives the open ones time to end, says goodbye on all channels, then run()
  /// returns. A second call gives up open streams. From any thread.
  void stop();
  /// Runs `work` on a thread of its own, and then `then` with its result on the nodes' thread.
  /// What `work` throws ends the program, as it does in std::thread. From any thread.
  template <class Work, class Then>
  void blocking(Work work, Then then) {
    start([work = std::move(work), then = std::move(then)]() mutable -> std::function<void()> {
      return [then = std::move(then), out = work()]() mutable { then(std::move(out)); };
    });
  }

private:
  friend class node;
  friend class resource;
  void start(std::function<std::function<void()>()> work);
  struct state;
  std::shared_ptr<state> state_;
};

} // namespace ockam
