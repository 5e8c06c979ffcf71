#include "transports/reactor/tcp_network.hpp"

#include "config/defaults.hpp"
#include "transports/reactor/dialer.hpp"

#include <caf/send.hpp>

#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <random>
#include <sys/epoll.h>

namespace ockam::transports {

namespace {

void set_option(int fd, int level, int name, int value) {
  ::setsockopt(fd, level, name, &value, sizeof value);
}

class tcp_acceptor final : public acceptor {
public:
  tcp_acceptor(descriptor socket, std::shared_ptr<listening_sockets> all)
      : socket_(std::move(socket)),
        bound_(to_endpoint(socket_address::of_socket(socket_.get()))),
        all_(std::move(all)) {
    all_->add(socket_.get(), bound_);
  }
  ~tcp_acceptor() override { all_->remove(socket_.get()); }

  int fd() const override { return socket_.get(); }
  endpoint bound() const override { return bound_; }
  result<connection> accept() override {
    socket_address peer;
    auto flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
    descriptor taken{::accept4(socket_.get(), peer.get(), &peer.size, flags)};
    if (taken) return connection_of(std::move(taken), peer);
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
      return fail(errc::limit,
                  "cannot accept on " + to_string(bound_) + ": " + std::strerror(errno));
    return connection{}; // nothing there, or it went away again
  }

private:
  descriptor socket_;
  endpoint bound_;
  std::shared_ptr<listening_sockets> all_;
};

/// Two that are ready as one. It has the first one's address.
class pair_acceptor final : public acceptor {
public:
  pair_acceptor(descriptor ready, std::unique_ptr<acceptor> one, std::unique_ptr<acceptor> other)
      : ready_(std::move(ready)), all_{std::move(one), std::move(other)} {}

  int fd() const override { return ready_.get(); }
  endpoint bound() const override { return all_.front()->bound(); }
  result<connection> accept() override {
    auto taken = all_[turn_]->accept();
    if (taken && taken->socket) return taken;
    turn_ = 1 - turn_;
    auto next = all_[turn_]->accept();
    return next && !next->socket ? std::move(taken) : std::move(next);
  }

private:
  descriptor ready_; ///< an epoll of both, readable when one of them is
  std::array<std::unique_ptr<acceptor>, 2> all_;
  std::size_t turn_ = 0;
};

result<std::unique_ptr<acceptor>> make_pair_acceptor(std::unique_ptr<acceptor> one,
                                                     std::unique_ptr<acceptor> other) {
  descriptor ready{::epoll_create1(EPOLL_CLOEXEC)};
  epoll_event input{};
  input.events = EPOLLIN;
  for (const auto* const each : {&one, &other})
    if (!ready || ::epoll_ctl(ready.get(), EPOLL_CTL_ADD, (*each)->fd(), &input) != 0)
      return fail(errc::limit, "cannot listen on localhost: " + std::string(std::strerror(errno)));
  return std::unique_ptr<acceptor>{
      std::make_unique<pair_acceptor>(std::move(ready), std::move(one), std::move(other))};
}

ockam::error listen_failure(const endpoint& at, int code) {
  auto what = "cannot listen on " + to_string(at) + ": ";
  switch (code) {
  case EADDRINUSE:
    return fail(errc::in_use, what + "address already in use", "choose another port, or port 0");
  case EADDRNOTAVAIL: return fail(errc::invalid, what + "not an address of this host");
  case EACCES:
    return fail(errc::denied, what + "permission denied",
                at.port > 0 && at.port < 1024
                    ? "a port from 1024 on, or let the program use those below: sudo setcap "
                      "CAP_NET_BIND_SERVICE=+ep on it, AmbientCapabilities=CAP_NET_BIND_SERVICE in "
                      "a unit"
                    : "");
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
  pending_dial(reactor& home, resolver& names, dial_book& book, dial_order order)
      : home_(home.shared_from_this()),
        names_(names),
        book_(book),
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
  void spawn() { attempt_ = home_->spawn<dialer>(std::ref(names_), std::ref(book_), order_); }
  void flush() override {
    looks_ = false;
    if (!is_connected(order_->begun)) return spawn();
    tune_stream(order_->begun.get(), first_);
    const auto reply = std::exchange(order_->reply, nullptr); // may end this
    reply(connection_of(std::move(order_->begun), first_));
  }

  std::shared_ptr<reactor> home_;
  resolver& names_;
  dial_book& book_;
  std::shared_ptr<dial_order> order_;
  socket_address first_;
  bool looks_ = false; ///< flush() is to come
  caf::actor attempt_;
};

} // namespace

tcp_network::tcp_network(resolver::function look_up)
    : tcp_network(std::move(look_up), std::random_device{}()) {}

tcp_network::tcp_network(resolver::function look_up, std::uint64_t order)
    : names_(std::move(look_up)), book_(order) {}

namespace {

/// A socket that listens, or none, and errno says why.
descriptor begin_listening(const socket_address& at, bool only_v6, listening_sockets& all) {
  if (auto left = all.take(to_endpoint(at))) return left;
  descriptor socket{::socket(at.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (!socket) return socket;
  set_option(socket.get(), SOL_SOCKET, SO_REUSEADDR, 1); // connections of a predecessor may linger
  if (at.family() == AF_INET6) set_option(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, only_v6);
  send_at_once(socket.get()); // what it accepts inherits these
  keep_alive(socket.get());
  break_at_close(socket.get(), true);
  if (::bind(socket.get(), at.get(), at.size) != 0
      || ::listen(socket.get(), config::listen_backlog) != 0) {
    const auto why = errno;
    socket.reset();
    errno = why;
  }
  return socket;
}

bool has_no_v6(int code) { return code == EADDRNOTAVAIL || code == EAFNOSUPPORT; }

} // namespace

/// `localhost` means both of its addresses: who asks for it may be led to either. A port that the
/// system chose for one may be taken for the other; then it chooses again.
result<std::unique_ptr<acceptor>> tcp_network::listen(const endpoint& at) {
  const auto addresses = known_addresses(at);
  if (addresses.empty())
    return fail(errc::invalid, "cannot listen on " + to_string(at) + ": not a numeric address",
                "use 127.0.0.1, 0.0.0.0, [::1] or [::]");
  for (auto attempts_left = config::listen_attempts_max;; --attempts_left) {
    auto first = begin_listening(addresses.front(), false, *listening_);
    if (!first) return listen_failure(at, errno);
    const auto accepting = [this](descriptor socket) -> std::unique_ptr<acceptor> {
      return std::make_unique<tcp_acceptor>(std::move(socket), listening_);
    };
    if (addresses.size() == 1) return accepting(std::move(first));
    auto other = addresses.back();
    other.set_port(to_endpoint(socket_address::of_socket(first.get())).port);
    auto second = begin_listening(other, true, *listening_);
    if (second)
      return make_pair_acceptor(accepting(std::move(first)), accepting(std::move(second)));
    if (has_no_v6(errno)) return accepting(std::move(first));
    if (at.port != 0 || errno != EADDRINUSE || attempts_left == 0)
      return listen_failure(to_endpoint(other), errno);
  }
}

std::unique_ptr<dialing> tcp_network::dial(reactor& home, const endpoint& to, duration timeout,
                                           answer reply) {
  return std::make_unique<pending_dial>(home, names_, book_,
                                        dial_order{to, timeout, std::move(reply)});
}

void tcp_network::avoid(const reactor& home, const endpoint& peer) {
  if (const auto address = socket_address::numeric(peer)) book_.failed(*address, home.now());
}

void tune_stream(int fd, const socket_address& peer) {
  send_at_once(fd);
  if (!peer.loopback()) keep_alive(fd);
}

void tune_link(int fd) {
  using namespace std::chrono;
  break_at_close(fd, false);
  set_option(fd, IPPROTO_TCP, TCP_USER_TIMEOUT,
             static_cast<int>(milliseconds{config::tcp_user_timeout}.count()));
  set_option(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, static_cast<int>(config::link_notsent_max));
}

} // namespace ockam::transports
