// A node, the threads that run it, and those of its control socket and its status port.
#pragma once
#include "actors/node_host.hpp"
#include "cli/process/pulse.hpp"
#include "transports/http/control_socket.hpp"
#include "transports/http/status_server.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace ockam::cli {

class running_node {
public:
  /// The sockets of links are spread over `threads`, of which the reactor's is one.
  explicit running_node(actors::node_options, std::size_t threads = 1);
  running_node(const running_node&) = delete;
  running_node& operator=(const running_node&) = delete;
  /// Ends the node at once.
  ~running_node();

  /// Runs from now on and answers commands at `socket`; returns the address with its real port once
  /// each declaration was tried, or restore_patience is over. To be called once. Errors: those of
  /// node::listen and control_socket::open.
  result<transports::endpoint> start(const transports::endpoint& at,
                                     const std::filesystem::path& socket);
  /// Tries at once to bring about what was declared and is not there.
  void reload() { node_.reload(); }
  /// Runs `f` on the node's reactor, if that still runs.
  void post(std::function<void()> f) { host_.loop()->post(std::move(f)); }
  /// From now on others can watch the node there; returns the address with its real port.
  /// `identity` is the name of the node's own. To be called after start(). Errors: those of
  /// status_server::open.
  result<transports::endpoint> serve_status(const transports::endpoint& at,
                                            const std::string& identity);
  /// Lets open streams end for drain_timeout; a second call gives them up.
  void stop() { node_.stop(); }
  /// A descriptor that is readable once the node has ended.
  int ended() const { return host_.ended(); }

private:
  transports::control_reply answer(transports::control_request, std::chrono::milliseconds timeout);
  transports::control_reply health();

  const std::string name_;
  actors::node_host host_;
  actors::node node_;
  pulse pulse_{[this](std::function<void()> f) { post(std::move(f)); }};
  std::optional<transports::control_socket> control_;
  std::optional<transports::status_server> status_;
};

} // namespace ockam::cli
