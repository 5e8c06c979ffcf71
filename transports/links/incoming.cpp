#include "transports/links/incoming.hpp"

#include "config/base/log.hpp"
#include "config/defaults.hpp"

#include <algorithm>
#include <sys/epoll.h>
#include <utility>

namespace ockam::transports {

incoming::incoming(pinned_actor& self, std::unique_ptr<acceptor> source, taker take)
    : self_(self),
      source_(std::move(source)),
      take_(std::move(take)),
      pause_(self,
             [this] {
               if (source_) self_.home().control(EPOLL_CTL_MOD, source_->fd(), this, EPOLLIN);
             }),
      delay_(config::accept_pause_min) {}

void incoming::start() {
  if (!source_) return;
  self_.home().control(EPOLL_CTL_ADD, source_->fd(), this, EPOLLIN);
  started_ = true;
}

/// epoll forgets a socket when the last process that has it closes it, and another one may have this.
void incoming::stop() noexcept {
  if (source_ && std::exchange(started_, false))
    self_.home().control(EPOLL_CTL_DEL, source_->fd(), nullptr, 0);
  source_.reset();
}

void incoming::on_ready(std::uint32_t) {
  if (source_ && !pause_.armed()) self_.run([this] { accept_some(); });
}

/// Others have their turn after a few, too, if these took long.
void incoming::accept_some() {
  constexpr int accepts_timed = 8; // a clock costs less than that
  const auto began = self_.home().lately();
  for (auto n = 0; source_ && n < config::accepts_per_round; ++n) {
    if (n >= accepts_timed && self_.home().now() - began >= config::round_time_max) return;
    auto next = source_->accept();
    if (!next) return pause(next.error());
    if (!next->socket) return;
    delay_ = config::accept_pause_min;
    take_(std::move(*next));
  }
}

/// epoll would tell of what waits in the kernel's queue again at once.
void incoming::pause(const ockam::error& why) {
  config::log_limited("accept", config::log_level::warn, why.message);
  self_.home().control(EPOLL_CTL_MOD, source_->fd(), this, 0);
  pause_.arm(delay_);
  delay_ = std::min<duration>(delay_ * 2, config::accept_pause_max);
}

} // namespace ockam::transports
