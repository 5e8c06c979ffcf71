// The real network on this host's loopback interface, always on ports that the system chooses.
#include "config/defaults.hpp"
#include "fixtures/real_reactor.hpp"
#include "transports/reactor/dialer.hpp"
#include "transports/reactor/tcp_network.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <iterator>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <poll.h>

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::transports;

namespace {

using made = result<connection>;

/// A listening socket whose queue is full: connections to it time out.
struct full_listener {
  explicit full_listener(const endpoint& where = {"127.0.0.1", 0}) {
    auto any = *socket_address::numeric(where);
    socket.reset(::socket(AF_INET, SOCK_STREAM, 0));
    REQUIRE(::bind(socket.get(), any.get(), any.size) == 0);
    REQUIRE(::listen(socket.get(), 0) == 0);
    at = socket_address::of_socket(socket.get());
    for (auto& c : queued) {
      c.reset(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
      ::connect(c.get(), at.get(), at.size);
    }
  }
  descriptor socket;
  socket_address at;
  descriptor queued[4];
};

struct on_loopback : real_reactor {
  tcp_network net{[this](const endpoint& e) -> result<std::vector<socket_address>> {
    if (e.host == "nobody.test") return fail(errc::unavailable, "cannot resolve: no such host");
    return addresses;
  }};
  std::vector<socket_address> addresses; ///< of every other name

  made dial(const endpoint& to, std::chrono::milliseconds timeout = 5s) {
    std::optional<made> outcome;
    auto attempt = net.dial(*home, to, timeout, [&](made m) { outcome.emplace(std::move(m)); });
    CHECK_FALSE(outcome); // never from inside
    run_until([&] { return outcome.has_value(); });
    REQUIRE(outcome);
    return std::move(*outcome);
  }
  static int option(int fd, int level, int name) {
    int value = -1;
    socklen_t size = sizeof value;
    ::getsockopt(fd, level, name, &value, &size);
    return value;
  }
  connection accept(acceptor& from) {
    pollfd ready{from.fd(), POLLIN, 0};
    REQUIRE(::poll(&ready, 1, 5000) == 1);
    auto taken = from.accept();
    REQUIRE(taken);
    return std::move(*taken);
  }
};

} // namespace

TEST_CASE_FIXTURE(on_loopback, "a dialed connection reaches the listener") {
  auto listener = net.listen({"127.0.0.1", 0});
  REQUIRE(listener);
  auto at = (*listener)->bound();
  CHECK(at.host == "127.0.0.1");
  CHECK(at.port != 0);
  CHECK_FALSE((*listener)->accept()->socket); // nobody yet
  for (auto& host : {"127.0.0.1", "localhost"}) {
    auto ours = dial({host, at.port});
    REQUIRE(ours);
    CHECK(ours->peer == at);
    auto theirs = accept(**listener);
    CHECK(theirs.peer == to_endpoint(socket_address::of_socket(ours->socket.get())));
    CHECK(::send(ours->socket.get(), "hi", 2, 0) == 2);
    pollfd ready{theirs.socket.get(), POLLIN, 0};
    ::poll(&ready, 1, 5000);
    char text[2] = {};
    CHECK(::recv(theirs.socket.get(), text, 2, 0) == 2);
    for (auto fd : {ours->socket.get(), theirs.socket.get()}) {
      CHECK((::fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
      CHECK((::fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
      CHECK(option(fd, IPPROTO_TCP, TCP_NODELAY) != 0);
      // Whom we dial on this host, the system watches for us.
      CHECK((option(fd, SOL_SOCKET, SO_KEEPALIVE) != 0) == (fd == theirs.socket.get()));
      tune_stream(fd, *socket_address::numeric({"192.0.2.1", 1}));
      CHECK(option(fd, SOL_SOCKET, SO_KEEPALIVE) != 0);
      CHECK(option(fd, IPPROTO_TCP, TCP_KEEPIDLE) == 300);
      CHECK(option(fd, IPPROTO_TCP, TCP_KEEPINTVL) == 75);
      CHECK(option(fd, IPPROTO_TCP, TCP_KEEPCNT) == 2);
      tune_link(fd);
      CHECK(option(fd, IPPROTO_TCP, TCP_USER_TIMEOUT) == 20000);
      CHECK(option(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT) == 128 * 1024);
    }
  }
}

TEST_CASE_FIXTURE(on_loopback, "IPv6 works like IPv4, and one listener may serve both") {
  auto listener = net.listen({"::", 0});
  REQUIRE(listener);
  auto port = (*listener)->bound().port;
  auto over_v6 = dial({"::1", port});
  REQUIRE(over_v6);
  CHECK(accept(**listener).peer.host == "::1");
  auto over_v4 = dial({"127.0.0.1", port});
  REQUIRE(over_v4);
  CHECK(accept(**listener).peer.host == "127.0.0.1"); // not ::ffff:127.0.0.1
}

TEST_CASE_FIXTURE(on_loopback, "listening fails with the reason") {
  auto first = net.listen({"127.0.0.1", 0});
  auto second = net.listen((*first)->bound());
  REQUIRE_FALSE(second);
  CHECK(second.error().code == errc::in_use);
  CHECK(second.error().message
        == "cannot listen on " + to_string((*first)->bound()) + ": address already in use");
  auto at = (*first)->bound();
  auto ours = dial(at);
  accept(**first); // closed by us: the port lingers
  first->reset();
  CHECK(net.listen(at)); // and can be used at once
  CHECK(net.listen({"192.0.2.1", 0}).error().code == errc::invalid);
  CHECK(net.listen({"example.com", 0}).error().code == errc::invalid);
}

TEST_CASE_FIXTURE(on_loopback, "a refused connection says so at once") {
  auto port = (*net.listen({"127.0.0.1", 0}))->bound().port; // closed again
  auto outcome = dial({"127.0.0.1", port});
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().code == errc::unavailable);
  CHECK(outcome.error().message
        == "cannot connect to 127.0.0.1:" + std::to_string(port) + ": connection refused");
}

TEST_CASE_FIXTURE(on_loopback, "a peer that does not answer times out") {
  full_listener silent;
  auto before = clock.now();
  auto outcome = dial(to_endpoint(silent.at), 100ms);
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().code == errc::timed_out);
  CHECK(outcome.error().message
        == "cannot connect to " + to_string(to_endpoint(silent.at)) + ": timed out");
  CHECK(clock.now() - before >= 100ms);
}

namespace {

/// A name with two addresses of this host, 127.0.0.2 and 127.0.0.1, which are tried in that order.
/// Somebody listens at the second one.
struct two_addresses : real_reactor {
  static socket_address at(const char* host) { return *socket_address::numeric({host, 0}); }
  static std::uint64_t order() {
    std::uint64_t number = 0;
    while (dial_book(number).ordered({at("127.0.0.1"), at("127.0.0.2")}, {}).front()
           != at("127.0.0.2"))
      ++number;
    return number;
  }
  tcp_network net{[](const endpoint&) {
                    return result(std::vector{at("127.0.0.1"), at("127.0.0.2")});
                  },
                  order()};
  result<std::unique_ptr<acceptor>> second = net.listen({"127.0.0.1", 0});
  const std::uint16_t port = (*second)->bound().port;

  made dial(std::uint16_t to, std::chrono::milliseconds timeout = 5s) {
    std::optional<made> outcome;
    auto attempt =
        net.dial(*home, {"two.test", to}, timeout, [&](made m) { outcome.emplace(std::move(m)); });
    run_until([&] { return outcome.has_value(); });
    REQUIRE(outcome);
    return std::move(*outcome);
  }
  /// The host that is reached, and whether the first address was waited for.
  std::string reached() {
    const auto before = clock.now();
    const auto outcome = dial(port);
    REQUIRE(outcome);
    return outcome->peer.host + (clock.now() - before < config::dial_stagger ? "" : ", late");
  }
};

std::ptrdiff_t open_files() {
  using files = std::filesystem::directory_iterator;
  return std::distance(files("/proc/self/fd"), files{});
}

} // namespace

TEST_CASE_FIXTURE(two_addresses, "an address that refuses leaves the next one its turn at once") {
  CHECK(reached() == "127.0.0.1");
  const auto first = net.listen({"127.0.0.2", port});
  REQUIRE(first);
  CHECK(reached() == "127.0.0.1"); // the other one failed lately
  const auto nobody = dial(1);
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().message == "cannot connect to two.test:1: connection refused");
}

TEST_CASE_FIXTURE(two_addresses, "a silent address is not waited for, closed, and tried last") {
  full_listener silent({"127.0.0.2", port});
  const auto before = open_files();
  CHECK(reached() == "127.0.0.1, late");
  CHECK(open_files() == before);
  CHECK(reached() == "127.0.0.1");
}

TEST_CASE_FIXTURE(two_addresses, "an address that is silent and one that refuses are no host") {
  full_listener silent({"127.0.0.2", port});
  second->reset();
  const auto nobody = dial(port, 100ms);
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().message
        == "cannot connect to two.test:" + std::to_string(port) + ": connection refused");
}

TEST_CASE_FIXTURE(two_addresses, "who was reached and of no use is tried last") {
  const auto first = net.listen({"127.0.0.2", port});
  REQUIRE(first);
  CHECK(reached() == "127.0.0.2");
  CHECK(reached() == "127.0.0.2");
  net.avoid(*home, {"127.0.0.2", port});
  CHECK(reached() == "127.0.0.1");
}

TEST_CASE_FIXTURE(on_loopback, "localhost is listened to at both of its addresses") {
  auto listener = net.listen({"localhost", 0});
  REQUIRE(listener);
  const auto at = (*listener)->bound();
  CHECK(at.host == "127.0.0.1");
  for (const auto* const host : {"::1", "127.0.0.1", "::1"}) {
    const auto ours = dial({host, at.port});
    REQUIRE(ours);
    CHECK(accept(**listener).peer.host == host);
  }
  CHECK_FALSE((*listener)->accept()->socket);
  CHECK(net.listen({"localhost", at.port}).error().code == errc::in_use);
  listener->reset();
  auto other = net.listen({"::1", at.port});
  REQUIRE(other);
  const auto taken = net.listen({"localhost", at.port}); // would lead half of its clients astray
  REQUIRE_FALSE(taken);
  CHECK(taken.error().message
        == "cannot listen on [::1]:" + std::to_string(at.port) + ": address already in use");
}

TEST_CASE_FIXTURE(on_loopback, "a connection ends with a reset unless its owner says otherwise") {
  auto listener = net.listen({"127.0.0.1", 0});
  const auto read = [](const descriptor& from) {
    char byte = 0;
    pollfd ready{from.get(), POLLIN, 0};
    ::poll(&ready, 1, 5000);
    return ::recv(from.get(), &byte, 1, 0);
  };
  for (const auto dialed_ends : {true, false}) {
    for (const auto in_order : {true, false}) {
      auto ours = dial((*listener)->bound());
      REQUIRE(ours);
      auto theirs = accept(**listener);
      auto& ends = dialed_ends ? ours->socket : theirs.socket;
      const auto& stays = dialed_ends ? theirs.socket : ours->socket;
      if (in_order) tune_link(ends.get());
      ends.reset();
      CHECK(read(stays) == (in_order ? 0 : -1));
    }
  }
}

TEST_CASE_FIXTURE(on_loopback, "the port that a connection goes out by is free for a listener") {
  auto listener = net.listen({"127.0.0.1", 0});
  const auto ours = dial((*listener)->bound());
  REQUIRE(ours);
  CHECK(net.listen(to_endpoint(socket_address::of_socket(ours->socket.get()))));
}

TEST_CASE_FIXTURE(on_loopback, "an unknown name says so") {
  auto outcome = dial({"nobody.test", 80});
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().code == errc::unavailable);
  CHECK(outcome.error().message == "cannot resolve: no such host");
}

TEST_CASE_FIXTURE(on_loopback, "a dial that nobody waits for is never answered") {
  auto answers = 0;
  auto listener = net.listen({"127.0.0.1", 0});
  auto at = (*listener)->bound();
  net.dial(*home, at, 5s, [&](made) { ++answers; }).reset(); // before it began
  full_listener silent;
  auto waiting = net.dial(*home, to_endpoint(silent.at), 5s, [&](made) { ++answers; });
  home->round(0);
  waiting.reset(); // on its way
  auto own = std::unique_ptr<dialing>{};
  own = net.dial(*home, at, 5s, [&](made) {
    own.reset(); // from inside its answer
    ++answers;
  });
  CHECK(run_until([&] { return answers > 0; }));
  run_until([] { return false; }, 30ms);
  CHECK(answers == 1);
  CHECK(system.registry().running() == 0);
}

TEST_CASE_FIXTURE(on_loopback, "whom this host answers at once is dialed without an actor") {
  auto listener = net.listen({"127.0.0.1", 0});
  auto answered = false;
  auto attempt =
      net.dial(*home, (*listener)->bound(), 5s, [&](made m) { answered = static_cast<bool>(m); });
  CHECK(system.registry().running() == 0);
  home->round(0);
  CHECK(answered);
}

TEST_CASE("dials end with their reactor") {
  full_listener silent;
  auto answers = 0;
  std::unique_ptr<dialing> attempt;
  {
    real_reactor loop;
    tcp_network net;
    attempt = net.dial(*loop.home, to_endpoint(silent.at), 5s, [&](made) { ++answers; });
    loop.home->round(0);
    loop.home->stop();
    loop.home->run();
    attempt.reset();
  }
  CHECK(answers == 0);
}
