// A node inside of a program: workers of your own, relays, portals and secure channels.
//   ockam::node node{"greeter"};
//   node.worker("greeter", [](ockam::request& r) { r.reply("Hello, " + std::string(r.text()) + '!'); });
//   std::cout << node.listen() << std::endl;
//   node.run();
// Functions throw failure. They are for every thread but the nodes' own, on which workers, filters
// and callbacks run. An object of this class is a handle: the node lives as long as its runtime.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <ockam/error.hpp>
#include <ockam/home.hpp>
#include <ockam/inlet.hpp>
#include <ockam/outlet.hpp>
#include <ockam/relay.hpp>
#include <ockam/resource.hpp>
#include <ockam/runtime.hpp>
#include <ockam/secure_channel.hpp>
#include <ockam/worker.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace ockam {

namespace config {
struct on_node;
}

struct node_options {
  std::string name;
  /// Whom the node proves to be; none: it has no secure channels.
  std::optional<ockam::identity> identity{};
  /// The project that the node is a member of: its outlets and workers are for members then.
  /// REQUIRES: an identity that has enrolled with it.
  std::optional<ockam::project> project{};
  /// Whether others may register relays here, in clear, too.
  bool allow_relays = false;
};

class node {
public:
  /// A node with a runtime of its own, without an identity.
  explicit node(std::string name);
  /// The runtime outlives the node.
  node(runtime&, const node_options&);
  ~node();

  /// Listens for links; returns HOST:PORT with the real port.
  std::string listen(const std::string& at = "127.0.0.1:0");

  /// Makes `address` lead to a worker of yours. Failure: already_exists.
  void add(const std::string& address, std::unique_ptr<ockam::worker>, const access& = {});
  /// The same for a function.
  void worker(const std::string& address, std::function<void(request&)>, const access& = {});

  // Each of these tries for ever once it is made; resource::wait_up() waits for it.
  resource create(const relay&);
  resource create(const outlet&);
  resource create(const inlet&);
  resource create(const secure_channel&);

  /// Sends a text along a route and returns the text of the reply. Failure: timed_out, and others
  /// that name the hop.
  std::string ask(const std::string& route, std::string_view text,
                  std::chrono::milliseconds timeout = std::chrono::seconds(10));
  /// runtime::blocking().
  template <class Work, class Then>
  void blocking(Work work, Then then) {
    runtime_->blocking(std::move(work), std::move(then));
  }

  void run() { runtime_->run(); }
  void stop() { runtime_->stop(); }

private:
  node(std::unique_ptr<runtime> own, const node_options&);
  resource create(config::on_node&&, const char* address);
  struct state;
  std::unique_ptr<runtime> own_runtime_;
  runtime* runtime_;
  std::shared_ptr<state> state_;
};

} // namespace ockam
