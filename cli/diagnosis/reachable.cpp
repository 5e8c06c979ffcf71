#include "cli/diagnosis/reachable.hpp"

#include "actors/node_in_memory.hpp"

namespace ockam::cli {

status try_to_connect(const transports::endpoint& to, std::chrono::milliseconds timeout) {
  status out = fail(errc::internal, "nothing was tried");
  std::unique_ptr<transports::dialing> dialing;
  actors::node_in_memory{}.run([&](channels::context& node, const std::function<void()>& over) {
    dialing = node.net.dial(node.home, to, timeout, [&out, over](const auto& made) {
      out = made ? status(done{}) : made.error();
      over();
    });
  });
  return out;
}

} // namespace ockam::cli
