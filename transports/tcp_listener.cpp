#include "transports/tcp_listener.hpp"

#include "config/defaults.hpp"
#include "config/log.hpp"
#include "transports/link_table.hpp"

#include <algorithm>
#include <sys/epoll.h>

namespace ockam::transports {

namespace {

class tcp_listener : public pinned_actor, private reactor::event_source {
public:
  tcp_listener(caf::actor_config& cfg, transports::context& node, std::unique_ptr<acceptor> source)
      : pinned_actor(cfg),
        node_(node),
        source_(std::move(source)),
        pause_(*this, [this] { home().control(EPOLL_CTL_MOD, source_->fd(), this, EPOLLIN); }) {}

private:
  caf::behavior make_behavior() override {
    home().control(EPOLL_CTL_ADD, source_->fd(), this, EPOLLIN);
    watched_ = true;
    return {[](const caf::unit_t&) {}}; // it lives by its socket, and ends by exit messages
  }
  void on_exit() override {
    if (watched_ && source_) home().control(EPOLL_CTL_DEL, source_->fd(), nullptr, 0);
    source_.reset();
  }
  void on_ready(std::uint32_t) override {
    if (source_ && !pause_.armed()) run([this] { accept_some(); });
  }
  void accept_some() {
    for (auto n = 0; n < config::accepts_per_round; ++n) {
      auto next = source_->accept();
      if (!next) return pause(next.error());
      if (!next->socket) return;
      delay_ = config::accept_pause_min;
      node_.links.admit(node_, std::move(*next));
    }
  }
  /// The connection stays in the kernel's queue and epoll would tell of it again at once.
  void pause(const ockam::error& why) {
    config::log_limited("accept", config::log_level::warn, why.message);
    home().control(EPOLL_CTL_MOD, source_->fd(), this, 0);
    pause_.arm(delay_);
    delay_ = std::min<duration>(delay_ * 2, config::accept_pause_max);
  }

  transports::context& node_;
  std::unique_ptr<acceptor> source_;
  timer pause_;
  duration delay_ = config::accept_pause_min;
  bool watched_ = false;
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
