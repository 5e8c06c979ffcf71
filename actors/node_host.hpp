// What nodes run on: a reactor on a thread of its own with their actors, the threads for the sockets
// of links, and that of CAF. Nodes that were made on a host end before it:
//   actors::node_host host{2};
//   actors::node n{host.loop(), host.network(), host.randomness(), host.with_loops({.name = "n1"})};
//   host.start();
#pragma once
#include "actors/node.hpp"
#include "actors/system_config.hpp"
#include "transports/http/control.hpp"
#include "transports/io/descriptor.hpp"
#include "transports/reactor/loop_threads.hpp"
#include "transports/reactor/tcp_network.hpp"

#include <caf/actor_system.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>

namespace ockam::actors {

class node_host {
public:
  /// The sockets of links are spread over `threads`, of which the reactor's is one.
  /// `scheduler_runs` is called once CAF's threads run, and none of the others yet.
  explicit node_host(std::size_t threads = 1, const std::function<void()>& scheduler_runs = {});
  node_host(const node_host&) = delete;
  node_host& operator=(const node_host&) = delete;
  ~node_host() { end(); }

  caf::actor_system& system() noexcept { return system_; }
  const std::shared_ptr<transports::reactor>& loop() const noexcept { return loop_; }
  transports::tcp_network& network() noexcept { return network_; }
  transports::randomness& randomness() noexcept { return randomness_; }
  /// The options of a node whose links use the threads of this host.
  node_options with_loops(node_options) const;

  /// The reactor runs from now on, until somebody stops it.
  void start();
  /// Stops the reactor, and returns when all threads have ended. Actors that wait end, too.
  void end();
  /// Whether the caller is the reactor's thread, once that was started.
  bool here() const noexcept { return std::this_thread::get_id() == thread_.get_id(); }
  /// Whether the reactor has run and runs no more.
  bool is_over() const noexcept { return over_; }
  /// A descriptor that is readable once it is over.
  int ended() const noexcept { return ended_.get(); }

  /// Asks a node's control and waits for the answer; an error comes as a reply, too: unavailable if
  /// the node stops meanwhile, timed_out. From every thread but the reactor's.
  transports::control_reply ask(const caf::actor& control, transports::control_request,
                                std::chrono::milliseconds timeout);

private:
  system_config config_;
  caf::actor_system system_{config_};
  transports::steady_clock clock_;
  transports::system_randomness randomness_;
  transports::tcp_network network_;
  std::shared_ptr<transports::reactor> loop_;
  transports::loop_threads more_loops_;
  transports::descriptor ended_;
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

} // namespace ockam::actors
