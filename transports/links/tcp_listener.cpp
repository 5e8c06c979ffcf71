#include "transports/links/tcp_listener.hpp"

#include "transports/links/incoming.hpp"
#include "transports/links/link_table.hpp"

namespace ockam::transports {

namespace {

class tcp_listener : public pinned_actor {
public:
  tcp_listener(caf::actor_config& cfg, transports::context& node, std::unique_ptr<acceptor> source)
      : pinned_actor(cfg), connections_(*this, std::move(source), [&node](connection made) {
          node.links.admit(node, std::move(made));
        }) {}

private:
  caf::behavior make_behavior() override {
    connections_.start();
    return {[](const caf::unit_t&) {}}; // it lives by its socket, and ends by exit messages
  }
  void on_exit() override { connections_.stop(); }

  incoming connections_;
};

} // namespace

result<listening> listen(context& node, const endpoint& at) {
  auto source = node.net.listen(at);
  if (!source) return std::move(source.error());
  auto bound = (*source)->bound();
  return listening{node.random.address(), bound,
                   node.home.spawn<tcp_listener>(std::ref(node), std::move(*source))};
}

} // namespace ockam::transports
