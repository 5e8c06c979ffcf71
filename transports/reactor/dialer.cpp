#include "transports/reactor/dialer.hpp"

#include "config/defaults.hpp"
#include "transports/reactor/tcp_network.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/epoll.h>

namespace ockam::transports {

descriptor begin_connecting(const socket_address& to) noexcept {
  descriptor socket{::socket(to.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (socket && ::connect(socket.get(), to.get(), to.size) != 0 && errno != EINPROGRESS) {
    const auto why = errno;
    socket.reset();
    errno = why;
  }
  return socket;
}

bool is_connected(const descriptor& socket) noexcept {
  const auto peer = socket_address::of_peer(socket.get());
  return peer.family() != AF_UNSPEC && socket_address::of_socket(socket.get()) != peer;
}

dialer::dialer(caf::actor_config& cfg, resolver& names, std::shared_ptr<dial_order> order)
    : pinned_actor(cfg),
      names_(names),
      order_(std::move(order)),
      timer_(*this, [this] { on_timeout(); }) {}

caf::behavior dialer::make_behavior() {
  deadline_ = home().now() + order_->timeout;
  if (auto known = known_addresses(order_->to); !known.empty())
    take(std::move(known));
  else
    resolve();
  return {[](const caf::unit_t&) {}}; // it lives by its socket, and ends by exit messages
}

void dialer::on_exit() {
  drop_socket();
  lookup_.reset();
  order_->reply = nullptr;
}

void dialer::resolve() {
  auto query =
      names_.resolve(home(), order_->to, [this](result<std::vector<socket_address>> found) {
        run([&] { take(std::move(found)); });
      });
  if (!query) return finish(std::move(query.error()));
  lookup_ = std::move(*query);
  timer_.arm(std::min<duration>(order_->timeout, config::resolve_timeout));
}

void dialer::take(result<std::vector<socket_address>> found) {
  lookup_.reset();
  if (!found) return finish(std::move(found.error()));
  addresses_ = std::move(*found);
  std::reverse(addresses_.begin(), addresses_.end());
  failure_ = refusal(EHOSTUNREACH);
  try_next();
}

void dialer::try_next() {
  while (!addresses_.empty()) {
    auto left = deadline_ - home().now();
    if (left <= duration::zero()) return finish(refusal(ETIMEDOUT));
    auto share = left / static_cast<duration::rep>(addresses_.size());
    auto next = addresses_.back();
    addresses_.pop_back();
    if (try_address(next)) return timer_.arm(share);
  }
  finish(std::move(failure_));
}

bool dialer::try_address(const socket_address& to) {
  socket_ = order_->begun ? std::move(order_->begun) : begin_connecting(to);
  if (socket_) {
    home().control(EPOLL_CTL_ADD, socket_.get(), this, EPOLLOUT); // at once if it is connected
    return true;
  }
  failure_ = refusal(errno);
  return false;
}

void dialer::on_ready(std::uint32_t) {
  if (socket_) run([this] { check_connected(); });
}

void dialer::check_connected() {
  int code = 0;
  socklen_t size = sizeof code;
  ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &code, &size);
  if (code == 0 && !is_connected(socket_)) code = ECONNREFUSED;
  if (code != 0) {
    failure_ = refusal(code);
    drop_socket();
    return try_next();
  }
  home().control(EPOLL_CTL_DEL, socket_.get(), nullptr, 0);
  const auto peer = socket_address::of_peer(socket_.get());
  tune_stream(socket_.get(), peer);
  finish(connection{std::move(socket_), to_endpoint(peer)});
}

void dialer::on_timeout() {
  if (lookup_)
    return finish(fail(errc::timed_out, "cannot resolve " + to_string(order_->to) + ": timed out",
                       "is the name server reachable?"));
  failure_ = refusal(ETIMEDOUT);
  drop_socket();
  try_next();
}

void dialer::drop_socket() {
  if (!socket_) return;
  home().control(EPOLL_CTL_DEL, socket_.get(), nullptr, 0);
  socket_.reset();
}

void dialer::finish(result<connection> outcome) {
  quit();
  if (auto reply = std::exchange(order_->reply, nullptr)) reply(std::move(outcome));
}

ockam::error dialer::refusal(int code) const {
  auto what = "cannot connect to " + to_string(order_->to) + ": ";
  switch (code) {
  case ECONNREFUSED:
    return fail(errc::unavailable, what + "connection refused",
                "check that something listens there");
  case ETIMEDOUT:
    return fail(errc::timed_out, what + "timed out", "check the address and the firewalls");
  case ENETUNREACH:
  case EHOSTUNREACH:
  case EADDRNOTAVAIL: return fail(errc::unavailable, what + "unreachable");
  case EMFILE:
  case ENFILE:
  case ENOBUFS:
  case ENOMEM: return fail(errc::limit, what + std::strerror(code));
  default: return fail(errc::unavailable, what + std::strerror(code));
  }
}

} // namespace ockam::transports
