// A node, the threads that run it, and those of its control socket and its status port.
#pragma once
#include "actors/node_host.hpp"
#include "cli/process/pulse.hpp"
#include "cli/process/status_pages.hpp"
#include "cli/upgrade/successor.hpp"
#include "transports/http/control_socket.hpp"
#include "transports/http/status_server.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace ockam::cli {

/// What a process gets from the one before it, whose node it is from now on.
struct inheritance {
  std::vector<transports::listening_socket> sockets;
  transports::descriptor predecessor; ///< a link to it
};

/// What the process of a node does when the next one asks for the node, beside what the node does. On
/// any thread.
struct handover {
  std::function<status()> allowed;
  std::function<handover_message()> offer;
  std::function<void()> free_lock, take_lock;
  std::function<void(int pid)> left; ///< the next process is the node
};

class running_node {
public:
  /// The sockets of links are spread over `threads`, of which the reactor's is one. What
  /// `scheduler_runs` takes from the calling thread, CAF's threads still have and all others have not.
  explicit running_node(actors::node_options, std::size_t threads = 1,
                        const std::function<void()>& scheduler_runs = {});
  running_node(const running_node&) = delete;
  running_node& operator=(const running_node&) = delete;
  /// Ends the node at once.
  ~running_node();

  /// Runs from now on and answers commands at `socket`; returns the address with its real port once
  /// each declaration was tried, or restore_patience is over. To be called once. Errors: those of
  /// node::listen and control_socket::open.
  result<transports::endpoint> start(const transports::endpoint& at,
                                     const std::filesystem::path& socket,
                                     std::optional<inheritance> from = {});
  /// From now on the next process of this node may ask for it. To be called once.
  void allow_handover(handover);
  /// A descriptor that is readable when a hand-over has ended, one way or the other; settle_handover()
  /// does what is left to do, on the thread that start() was called on, and returns whether another
  /// process is the node now.
  int handed_over() const noexcept { return handed_over_.get(); }
  bool settle_handover();
  /// Tries at once to bring about what was declared and is not there.
  void reload() { node_.reload(); }
  /// Runs `f` on the node's reactor, if that still runs.
  void post(std::function<void()> f) { host_.loop()->post(std::move(f)); }
  /// From now on others can watch the node there; returns the address with its real port.
  /// `known` is called from a thread of the server. To be called after start(). Errors: those of
  /// status_server::open.
  result<transports::endpoint> serve_status(const transports::endpoint& at, describe_self known);
  /// Lets open streams end for drain_timeout; a second call gives them up.
  void stop() { node_.stop(); }
  /// A descriptor that is readable once the node has ended.
  int ended() const { return host_.ended(); }

private:
  transports::control_reply answer(transports::control_request, std::chrono::milliseconds timeout);
  transports::control_reply health();
  bool run_there(std::function<void()>);
  result<transports::control_socket> open_control();
  void settle_later(bool left);

  const std::string name_;
  actors::node_host host_;
  actors::node node_;
  pulse pulse_{[this](std::function<void()> f) { post(std::move(f)); }};
  std::filesystem::path socket_;
  transports::descriptor handed_over_;
  std::atomic<bool> left_ = false;
  std::optional<successor> next_;
  std::mutex again_mutex_;                          // of the next one
  std::optional<transports::control_socket> again_; ///< to take the place of control_
  std::optional<transports::control_socket> control_;
  std::optional<transports::status_server> status_;
};

} // namespace ockam::cli
