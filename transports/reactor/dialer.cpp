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
  if (socket) {
    break_at_close(socket.get(), true);
    // The port that the system chooses stays free for whoever wants to listen there.
    const int shared = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &shared, sizeof shared);
  }
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

/// A socket that is connecting. It lives as long as its dialer: the reactor may call it once more
/// after it has failed.
class dialer::attempt final : reactor::event_source {
public:
  attempt(dialer& d, descriptor s, const socket_address& address)
      : socket(std::move(s)), to(address), began(d.home().now()), dialer_(d) {
    d.home().control(EPOLL_CTL_ADD, socket.get(), this, EPOLLOUT); // at once if it is connected
  }
  descriptor socket; ///< empty once the attempt is over
  const socket_address to;
  const time_point began;

private:
  void on_ready(std::uint32_t) override {
    if (socket) dialer_.run([this] { dialer_.check(*this); });
  }
  dialer& dialer_;
};

dialer::dialer(caf::actor_config& cfg, resolver& names, dial_book& book,
               std::shared_ptr<dial_order> order)
    : pinned_actor(cfg),
      names_(names),
      book_(book),
      order_(std::move(order)),
      timer_(*this, [this] { on_timeout(); }) {}

dialer::~dialer() = default;

caf::behavior dialer::make_behavior() {
  deadline_ = home().now() + order_->timeout;
  addresses_ = known_addresses(order_->to); // in the order that they have: one is dialed already
  if (addresses_.empty())
    resolve();
  else
    begin();
  return {[](const caf::unit_t&) {}}; // it lives by its socket, and ends by exit messages
}

void dialer::on_exit() {
  for (const auto& each : attempts_) drop(*each);
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
  addresses_ = book_.ordered(std::move(*found), home().now());
  begin();
}

void dialer::begin() {
  std::reverse(addresses_.begin(), addresses_.end());
  try_next();
}

void dialer::try_next() {
  while (!addresses_.empty()) {
    const auto left = deadline_ - home().now();
    if (left <= duration::zero()) break;
    const auto share = left / static_cast<duration::rep>(addresses_.size());
    const auto next = addresses_.back();
    addresses_.pop_back();
    if (try_address(next))
      return timer_.arm(addresses_.empty() ? left
                                           : std::min<duration>(share, config::dial_stagger));
  }
  if (open_ == 0) return finish(refusal(failure_));
  timer_.arm(std::max(deadline_ - home().now(), duration::zero()));
}

bool dialer::try_address(const socket_address& to) {
  auto socket = order_->begun ? std::move(order_->begun) : begin_connecting(to);
  if (!socket) {
    note(to, errno);
    return false;
  }
  ++open_;
  attempts_.push_back(std::make_unique<attempt>(*this, std::move(socket), to));
  return true;
}

void dialer::check(attempt& one) {
  int code = 0;
  socklen_t size = sizeof code;
  ::getsockopt(one.socket.get(), SOL_SOCKET, SO_ERROR, &code, &size);
  if (code == 0 && !is_connected(one.socket)) code = ECONNREFUSED;
  if (code != 0) {
    note(one.to, code);
    drop(one);
    return try_next();
  }
  book_.connected(one.to);
  note_slower_than(one);
  home().control(EPOLL_CTL_DEL, one.socket.get(), nullptr, 0);
  const auto peer = socket_address::of_peer(one.socket.get());
  tune_stream(one.socket.get(), peer);
  finish(connection_of(std::move(one.socket), peer));
}

/// Who refuses is there; who is silent may be; and what can not be reached may be this host's own
/// lack of IPv6.
void dialer::note(int code) {
  const auto weight = [](int c) {
    return c == 0 ? 0 : c == ECONNREFUSED || c == ECONNRESET ? 3 : c == ETIMEDOUT ? 2 : 1;
  };
  if (weight(code) > weight(failure_)) failure_ = code;
}

/// What this machine lacks says nothing of an address.
void dialer::note(const socket_address& which, int code) {
  note(code);
  if (code != EMFILE && code != ENFILE && code != ENOBUFS && code != ENOMEM)
    book_.failed(which, home().now());
}

/// Whoever is silent for so long that another one is tried, and then is not faster than that one,
/// may be dead; and if not, the other one is to be preferred.
void dialer::note_slower_than(const attempt& taken) {
  for (const auto& each : attempts_)
    if (each->socket && each.get() != &taken && taken.began - each->began >= config::dial_stagger)
      book_.failed(each->to, home().now());
}

void dialer::on_timeout() {
  if (lookup_)
    return finish(fail(errc::timed_out, "cannot resolve " + order_->to.host + ": timed out",
                       "is the name server reachable?"));
  if (!addresses_.empty() && home().now() < deadline_) return try_next();
  for (const auto& each : attempts_)
    if (each->socket) book_.failed(each->to, home().now());
  note(ETIMEDOUT);
  finish(refusal(failure_));
}

void dialer::drop(attempt& one) {
  if (!one.socket) return;
  --open_;
  home().control(EPOLL_CTL_DEL, one.socket.get(), nullptr, 0);
  one.socket.reset();
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
  case ECONNRESET: // taken, and closed at once
    return fail(errc::unavailable, closed_at_once(to_string(order_->to)));
  case ETIMEDOUT:
    return fail(errc::timed_out, what + "timed out", "check the address and the firewalls");
  case 0:
  case ENETUNREACH:
  case EHOSTUNREACH:
  case EADDRNOTAVAIL:
    return fail(errc::unavailable, what + "unreachable", "check the address and the firewalls");
  case EMFILE:
  case ENFILE:
  case ENOBUFS:
  case ENOMEM: return fail(errc::limit, what + std::strerror(code));
  default: return fail(errc::unavailable, what + std::strerror(code));
  }
}

} // namespace ockam::transports
