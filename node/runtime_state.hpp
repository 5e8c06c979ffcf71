// The threads of a program's nodes, and what runs on them.
#pragma once
#include "actors/node.hpp"
#include "actors/system_config.hpp"
#include "transports/http/control.hpp"
#include "transports/io/descriptor.hpp"
#include "transports/reactor/loop_threads.hpp"
#include "transports/reactor/tcp_network.hpp"

#include <caf/actor_system.hpp>
#include <nlohmann/json_fwd.hpp>

#include <atomic>
#include <future>
#include <memory>
#include <ockam/runtime.hpp>
#include <thread>
#include <vector>

namespace ockam {

struct runtime::state {
  explicit state(const runtime_options&);
  ~state();
  state(const state&) = delete;
  state& operator=(const state&) = delete;

  /// Runs `f` on the nodes' thread and returns what it returns. Throws failure once that thread has
  /// ended.
  template <class F>
  auto on_loop(F f) -> decltype(f()) {
    if (std::this_thread::get_id() == thread.get_id()) return f();
    const auto made = std::make_shared<std::promise<decltype(f())>>();
    auto got = made->get_future();
    loop->post([made, &f] { made->set_value(f()); });
    while (got.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready)
      if (over) throw failure(fail(errc::unavailable, "the runtime has ended"));
    return got.get();
  }
  /// Asks a node as commands do. Throws failure: what the node says, and when called on the nodes'
  /// thread, which would wait for itself.
  nlohmann::json ask(actors::node&, std::string method, std::string path, std::string body = {});
  void node_ended();
  void stop();

  actors::system_config config;
  caf::actor_system system{config};
  transports::steady_clock clock;
  transports::system_randomness randomness;
  transports::tcp_network network;
  std::shared_ptr<transports::reactor> loop;
  transports::loop_threads more_loops;
  transports::descriptor signals, ended;
  std::vector<std::unique_ptr<actors::node>> nodes; ///< changed on the nodes' thread
  std::size_t stopped = 0;                          ///< of them, on the nodes' thread
  std::atomic<bool> over = false;
  std::thread thread;
};

} // namespace ockam
