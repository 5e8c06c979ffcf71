#include "transports/tls/tls_handshake.hpp"

#include "config/defaults.hpp"
#include "transports/reactor/pinned_actor.hpp"

#include <caf/send.hpp>

#include <sys/epoll.h>
#include <utility>

namespace ockam::transports {

namespace {

struct order {
  edge_socket edge;
  std::string peer;
  tls_handshake::answer reply; ///< empty once nobody waits any more
};

/// Lives by its socket until the handshake is over, and until the end of that round.
class shaker final : public pinned_actor, reactor::event_source {
public:
  shaker(caf::actor_config& cfg, std::shared_ptr<order> of)
      : pinned_actor(cfg), order_(std::move(of)), timer_(*this, [this] {
          finish(fail(errc::timed_out, "TLS with " + order_->peer + ": timed out",
                      "is it TLS that is spoken there?"));
        }) {}

private:
  caf::behavior make_behavior() override {
    timer_.arm(config::tls_handshake_timeout);
    home().control(EPOLL_CTL_ADD, fd(), this, watched_);
    return {[](const caf::unit_t&) {}};
  }
  void on_exit() override {
    order_->reply = nullptr;
    order_->edge = {};
  }
  void on_ready(std::uint32_t) override {
    if (order_->edge) run([this] { step(); });
  }
  int fd() const noexcept { return order_->edge.socket.get(); }

  void step() {
    using enum tls_session::outcome;
    switch (order_->edge.tls->handshake()) {
    case done:
      home().control(EPOLL_CTL_DEL, fd(), nullptr, 0);
      return finish(std::move(order_->edge));
    case wants_input: return watch(EPOLLIN);
    case wants_output: return watch(EPOLLOUT);
    default: return finish(failure());
    }
  }
  void watch(std::uint32_t events) {
    if (std::exchange(watched_, events) != events)
      home().control(EPOLL_CTL_MOD, fd(), this, events);
  }
  ockam::error failure() const {
    const auto& tls = *order_->edge.tls;
    const auto what = "TLS with " + order_->peer + ": ";
    if (tls.distrusts())
      return fail(
          errc::denied, what + "its certificate is not accepted: " + tls.why(),
          "--tls-server-name NAME says what it is for, --tls-ca FILE who may have signed it");
    return fail(errc::unavailable, what + tls.why(), "is it TLS that is spoken there?");
  }
  void finish(result<edge_socket> outcome) {
    order_->edge = {};
    quit();
    if (const auto reply = std::exchange(order_->reply, nullptr)) reply(std::move(outcome));
  }

  std::shared_ptr<order> order_;
  timer timer_;
  std::uint32_t watched_ = EPOLLIN | EPOLLOUT;
};

class pending final : public tls_handshake {
public:
  pending(reactor& home, std::shared_ptr<order> of)
      : order_(std::move(of)), shaker_(home.spawn<shaker>(order_)) {}
  ~pending() override {
    order_->reply = nullptr;
    caf::anon_send_exit(shaker_, caf::exit_reason::user_shutdown);
  }

private:
  std::shared_ptr<order> order_;
  caf::actor shaker_;
};

} // namespace

std::unique_ptr<tls_handshake> tls_handshake::begin(reactor& home, descriptor socket,
                                                    tls_context::shared with, std::string peer,
                                                    answer reply) {
  auto session = with->begin(socket.get());
  return std::make_unique<pending>(
      home, std::make_shared<order>(
                order{{std::move(socket), std::move(session)}, std::move(peer), std::move(reply)}));
}

} // namespace ockam::transports
