// Accepts connections at a listening socket and hands them to its owner one by one. When the system
// is out of descriptors, connections wait in the kernel's queue for a pause that doubles.
#pragma once
#include "transports/io/network.hpp"
#include "transports/reactor/pinned_actor.hpp"

#include <functional>
#include <memory>

namespace ockam::transports {

/// A member of a pinned actor, which calls stop() in its on_exit().
class incoming final : reactor::event_source {
public:
  /// Called as part of the actor, for each connection; it may call stop().
  using taker = std::function<void(connection)>;
  incoming(pinned_actor& self, std::unique_ptr<acceptor>, taker take);
  incoming(const incoming&) = delete;
  incoming& operator=(const incoming&) = delete;
  ~incoming() = default;

  void start();         ///< to be called in make_behavior() or later
  void stop() noexcept; ///< closes the listening socket

private:
  void on_ready(std::uint32_t events) override;
  void accept_some();
  void pause(const ockam::error& why);

  pinned_actor& self_;
  std::unique_ptr<acceptor> source_; ///< null once stopped
  taker take_;
  timer pause_;
  duration delay_;
  bool started_ = false; ///< from start() to stop(): epoll has the socket
};

} // namespace ockam::transports
