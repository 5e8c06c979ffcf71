// A node as a process has it: real sockets, real time, a thread for its reactor.
#pragma once
#include "actors/control/control.hpp"
#include "actors/node.hpp"
#include "actors/system_config.hpp"
#include "transports/reactor/tcp_network.hpp"
#include "wire/routing/multiaddr.hpp"

#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>

#include <stdexcept>
#include <thread>

namespace ockam::tests {

class loopback_node {
public:
  explicit loopback_node(actors::node_options options = {"n1"})
      : node_(home_, network_, random_, std::move(options)) {
    node_.start();
    const auto bound = node_.listen({"127.0.0.1", 0});
    if (!bound) throw std::runtime_error(bound.error().message);
    at = *bound;
    thread_ = std::thread([this] { home_->run(); });
  }
  ~loopback_node() {
    home_->stop();
    if (thread_.joinable()) thread_.join();
  }
  /// Stops the node as SIGTERM does.
  void stop_and_wait() {
    node_.stop();
    thread_.join();
  }
  /// The answer that a command would get.
  transports::control_reply ask(std::string method, std::string path, std::string body = {}) {
    transports::control_reply out{0, {}};
    caf::scoped_actor self{system_};
    self->request(node_.control(), std::chrono::seconds(10),
                  transports::control_request{std::move(method), std::move(path), std::move(body)})
        .receive([&](transports::control_reply& told) { out = std::move(told); },
                 [](const caf::error&) {});
    return out;
  }
  /// A route to this node: `/ip4/127.0.0.1/tcp/PORT` and what follows.
  wire::multiaddr route(const std::string& rest) const {
    return *wire::multiaddr::parse("/ip4/127.0.0.1/tcp/" + std::to_string(at.port) + rest);
  }

  transports::endpoint at;

private:
  actors::system_config settings_;
  caf::actor_system system_{settings_};
  transports::steady_clock clock_;
  transports::tcp_network network_;
  transports::system_randomness random_;
  std::shared_ptr<transports::reactor> home_ =
      std::make_shared<transports::reactor>(system_, clock_);
  actors::node node_;
  std::thread thread_;
};

} // namespace ockam::tests
