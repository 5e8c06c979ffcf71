// The nodes of a program and their threads, as the handles of include/ockam share them.
#pragma once
#include "actors/node_host.hpp"

#include <nlohmann/json_fwd.hpp>

#include <future>
#include <memory>
#include <ockam/runtime.hpp>
#include <string>
#include <vector>

namespace ockam {

struct runtime::state {
  explicit state(const runtime_options&);
  ~state() { host.end(); } ///< before the nodes go

  /// Runs `f` on the nodes' thread and returns what it returns. Throws failure once that thread has
  /// ended.
  template <class F>
  auto on_loop(F f) -> decltype(f()) {
    if (host.here()) return f();
    const auto made = std::make_shared<std::promise<decltype(f())>>();
    auto got = made->get_future();
    host.loop()->post([made, &f] { made->set_value(f()); });
    while (got.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready)
      if (host.is_over()) throw failure(fail(errc::unavailable, "the runtime has ended"));
    return got.get();
  }
  /// Asks a node as commands do. Throws failure: what the node says, and when called on the nodes'
  /// thread, which would wait for itself.
  nlohmann::json ask(actors::node&, std::string method, std::string path, std::string body = {});
  void node_ended();
  void stop();

  transports::descriptor signals; ///< first: threads that are made later leave them alone
  actors::node_host host;
  std::vector<std::unique_ptr<actors::node>> nodes; ///< changed on the nodes' thread
  std::size_t stopped = 0;                          ///< of them, on the nodes' thread
};

} // namespace ockam
