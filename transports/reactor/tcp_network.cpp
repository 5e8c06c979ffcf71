#include "transports/reactor/tcp_network.hpp"

#include "config/defaults.hpp"
#include "transports/reactor/dialer.hpp"

#include <caf/send.hpp>

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>

namespace ockam::transports {

namespace {

void set_option(int fd, int level, int name, int value) {
  ::setsockopt(fd, level, name, &value, sizeof value);
}

class tcp_acceptor : public acceptor {
public:
  explicit tcp_acceptor(descriptor socket)
      : socket_(std::move(socket)), bound_(to_endpoint(socket_address::of_socket(socket_.get()))) {}

  int fd() const override { return socket_.get(); }
  endpoint bound() const override { return bound_; }
  result<connection> accept() override {
    socket_address peer;
    auto flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
    descriptor taken{::accept4(socket_.get(), peer.get(), &peer.size, flags)};
    if (taken) return connection{std::move(taken), to_endpoint(peer)};
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
      return fail(errc::limit,
                  "cannot accept on " + to_string(bound_) + ": " + std::strerror(errno));
    return connection{}; // nothing there, or it went away again
  }

private:
  descriptor socket_;
  endpoint bound_;
};

ockam::error listen_failure(const endpoint& at, int code) {
  auto what = "cannot listen on " + to_string(at) + ": ";
  switch (code) {
  case EADDRINUSE:
    return fail(errc::in_use, what + "address already in use", "choose another port, or port 0");
  case EADDRNOTAVAIL: return fail(errc::invalid, what + "not an address of this host");
  case EACCES: return fail(errc::denied, what + "permission denied");
  case EMFILE:
  case ENFILE: return fail(errc::limit, what + std::strerror(code));
  default: return fail(errc::io, what + std::strerror(code));
  }
}

void send_at_once(int fd) { set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1); }

void keep_alive(int fd) {
  using namespace config;
  set_option(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
  set_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, static_cast<int>(tcp_keepalive_idle.count()));
  set_option(fd, IPPROTO_TCP, TCP_KEEPINTVL, static_cast<int>(tcp_keepalive_interval.count()));
  set_option(fd, IPPROTO_TCP, TCP_KEEPCNT, tcp_keepalive_probes);
}

/// One dial; forgets its order when it goes. A host whose address is known is dialed at once, and
/// if it is this one, the connection is there at the end of the round. All else is for a dialer.
class pending_dial final : public dialing, reactor::writer {
public:
  pending_dial(reactor& home, resolver& names, dial_order order)
      : home_(home.shared_from_this()),
        names_(names),
        order_(std::make_shared<dial_order>(std::move(order))) {
    const auto known = known_addresses(order_->to);
    if (!known.empty()) order_->begun = begin_connecting(known.front());
    looks_ = static_cast<bool>(order_->begun);
    if (looks_)
      first_ = known.front(), home_->flush_later(*this);
    else
      spawn();
  }
  ~pending_dial() override {
    order_->reply = nullptr;
    if (looks_) home_->forget(*this);
    if (attempt_) caf::anon_send_exit(attempt_, caf::exit_reason::user_shutdown);
  }

private:
  void spawn() { attempt_ = home_->spawn<dialer>(std::ref(names_), order_); }
  void flush() override {
    looks_ = false;
    if (!is_connected(order_->begun)) return spawn();
    tune_stream(order_->begun.get(), first_);
    const auto reply = std::exchange(order_->reply, nullptr); // may end this
    reply(connection{std::move(order_->begun), to_endpoint(first_)});
  }

  std::shared_ptr<reactor> home_;
  resolver& names_;
  std::shared_ptr<dial_order> order_;
  socket_address first_;
  bool looks_ = false; ///< flush() is to come
  caf::actor attempt_;
};

} // namespace

tcp_network::tcp_network(resolver::function look_up) : names_(std::move(look_up)) {}

result<std::unique_ptr<acceptor>> tcp_network::listen(const endpoint& at) {
  auto addresses = known_addresses(at);
  if (addresses.empty())
    return fail(errc::invalid, "cannot listen on " + to_string(at) + ": not a numeric address",
                "use 127.0.0.1, 0.0.0.0, [::1] or [::]");
  auto& address = addresses.front();
  descriptor socket{::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (!socket) return listen_failure(at, errno);
  set_option(socket.get(), SOL_SOCKET, SO_REUSEADDR, 1); // connections of a predecessor may linger
  if (address.family() == AF_INET6) set_option(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, 0);
  send_at_once(socket.get()); // what it accepts inherits these
  keep_alive(socket.get());
  if (::bind(socket.get(), address.get(), address.size) != 0
      || ::listen(socket.get(), config::listen_backlog) != 0)
    return listen_failure(at, errno);
  return std::unique_ptr<acceptor>{std::make_unique<tcp_acceptor>(std::move(socket))};
}

std::unique_ptr<dialing> tcp_network::dial(reactor& home, const endpoint& to, duration timeout,
                                           answer reply) {
  return std::make_unique<pending_dial>(home, names_, dial_order{to, timeout, std::move(reply)});
}

void tune_stream(int fd, const socket_address& peer) {
  send_at_once(fd);
  if (!peer.loopback()) keep_alive(fd);
}

void tune_link(int fd) {
  using namespace std::chrono;
  set_option(fd, IPPROTO_TCP, TCP_USER_TIMEOUT,
             static_cast<int>(milliseconds{config::tcp_user_timeout}.count()));
  set_option(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, static_cast<int>(config::link_notsent_max));
}

} // namespace ockam::transports
