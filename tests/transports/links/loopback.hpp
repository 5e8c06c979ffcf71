// Real TCP connections over loopback, the reactor's rounds driven by hand.
#pragma once
#include "fixtures/text_slice.hpp"
#include "transports/links/byte_stream.hpp"

#include <caf/actor_cast.hpp>
#include <caf/actor_system_config.hpp>
#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <time.h>

namespace ockam::tests {

using transports::byte_stream;
using transports::descriptor;
using transports::slice;
using outcome = byte_stream::input::outcome;
using ockam::tests::text;

/// Takes what comes while `budget` lasts, and notes what happened.
class reader : public transports::pinned_actor, byte_stream::owner {
public:
  reader(caf::actor_config& cfg, transports::edge_socket socket)
      : pinned_actor(cfg), stream(*this, *this, std::move(socket)) {}
  void on_input() override {
    ++calls;
    while (budget > 0) {
      auto in = stream.read(budget);
      if (in.what == outcome::end) ended = true;
      if (in.what == outcome::failed) failed = true;
      if (in.what != outcome::data) return;
      head = in.bytes.headroom(), tail = in.bytes.tailroom();
      got += wire::text_of(in.bytes);
      budget -= in.bytes.size();
      if (!in.more) return;
    }
    stream.pause();
  }
  void on_written(std::size_t n) override { written += n; }
  void on_broken() override { broken = true; }

  byte_stream stream;
  std::string got;
  std::size_t budget = SIZE_MAX, written = 0, head = 0, tail = 0;
  int calls = 0;
  bool ended = false, failed = false, broken = false;

private:
  caf::behavior make_behavior() override {
    return {[](int) {}};
  }
  void on_exit() override { stream.reset(); }
};

struct loopback {
  struct deterministic : caf::actor_system_config {
    deterministic() { set("scheduler.policy", caf::atom("testing")); }
  };
  deterministic cfg;
  caf::actor_system sys{cfg};
  transports::steady_clock time;
  std::shared_ptr<transports::reactor> home = std::make_shared<transports::reactor>(sys, time);
  descriptor peer; ///< blocking, the far side
  caf::actor handle;
  reader* self = nullptr;

  loopback() {
    descriptor listener{::socket(AF_INET, SOCK_STREAM, 0)};
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    auto raw = reinterpret_cast<sockaddr*>(&at);
    REQUIRE(::bind(listener.get(), raw, size) == 0);
    REQUIRE(::listen(listener.get(), 1) == 0);
    REQUIRE(::getsockname(listener.get(), raw, &size) == 0);
    peer.reset(::socket(AF_INET, SOCK_STREAM, 0));
    REQUIRE(::connect(peer.get(), raw, size) == 0);
    descriptor ours{::accept4(listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
    transports::break_at_close(ours.get(), true); // as a network's do
    handle = home->spawn<reader>(std::move(ours));
    self = dynamic_cast<reader*>(caf::actor_cast<caf::abstract_actor*>(handle));
    run();
  }
  ~loopback() {
    handle = nullptr;
    home->stop();
    home->run();
  }
  void run() {
    while (home->round(1) > 0) {
    }
  }
  template <class Done>
  bool until(Done done) { // loopback delivers within the round, as a rule
    for (int i = 0; i < 2000 && !done(); ++i) home->round(1);
    return done();
  }
  template <class F>
  void as_self(F f) {
    self->run([&] { f(self->stream); });
    run();
  }
  void say(std::string_view s) {
    REQUIRE(::send(peer.get(), s.data(), s.size(), 0) == static_cast<ssize_t>(s.size()));
  }
  /// What the far side reads now; "" at the end, "!" after a reset, "?" if nothing is there.
  std::string hear() {
    std::string buffer(1 << 20, '\0');
    auto n = ::recv(peer.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (n < 0) return errno == EAGAIN ? "?" : "!";
    buffer.resize(static_cast<std::size_t>(n));
    return buffer;
  }
  void reset_peer() {
    linger at_once{1, 0};
    ::setsockopt(peer.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    peer.reset();
  }
  /// Rounds of a reactor that has nothing to do.
  bool idle() {
    run();
    return home->round(20) == 0;
  }
};

} // namespace ockam::tests
