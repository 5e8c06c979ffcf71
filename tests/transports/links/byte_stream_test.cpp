// Real TCP connections over loopback, the reactor's rounds driven by hand.
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

using namespace ockam;
using transports::byte_stream;
using transports::descriptor;
using transports::slice;
using outcome = byte_stream::input::outcome;
using ockam::tests::text;

namespace {

/// Takes what comes while `budget` lasts, and notes what happened.
class reader : public transports::pinned_actor, byte_stream::owner {
public:
  reader(caf::actor_config& cfg, descriptor socket)
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

} // namespace

TEST_CASE_FIXTURE(loopback, "nothing is read until the owner asks") {
  say("hello");
  run();
  CHECK(self->calls == 0);
  as_self([](byte_stream& s) { s.resume(); });
  CHECK(self->got == "hello");
  CHECK(self->head >= config::headroom);
  CHECK(self->tail >= config::tailroom);
  say(" again");
  run();
  CHECK(self->got == "hello again");
  CHECK(idle());
}

TEST_CASE_FIXTURE(loopback, "no more is read than the owner allows") {
  self->budget = 7;
  say("0123456789");
  as_self([](byte_stream& s) { s.resume(); });
  CHECK(self->got == "0123456");
  CHECK(idle());
  self->budget = 100;
  as_self([this](byte_stream&) { self->on_input(); });
  CHECK(self->got == "0123456789");
}

TEST_CASE_FIXTURE(loopback, "a read takes at most one chunk and says whether there may be more") {
  std::string big(config::portal_chunk + 1000, 'x');
  say(big);
  byte_stream::input first, second;
  as_self([&](byte_stream& s) { first = s.read(SIZE_MAX), second = s.read(SIZE_MAX); });
  CHECK(first.bytes.size() == config::portal_chunk);
  CHECK(first.more);
  CHECK(second.bytes.size() == 1000);
  CHECK_FALSE(second.more);
}

TEST_CASE_FIXTURE(loopback, "what is written in one round leaves in order") {
  as_self([](byte_stream& s) {
    for (int i = 0; i < 300; ++i) s.write(text(std::to_string(i) + ","));
  });
  std::string wanted;
  for (int i = 0; i < 300; ++i) wanted += std::to_string(i) + ",";
  CHECK(hear() == wanted);
  CHECK(self->written == wanted.size());
  CHECK(self->stream.queued() == 0);
}

TEST_CASE_FIXTURE(loopback, "a full socket takes the rest later, and all of it arrives") {
  constexpr std::size_t size = 64 * config::mib;
  as_self([](byte_stream& s) {
    for (std::size_t i = 0; i < size / config::mib; ++i)
      s.write(text(std::string(config::mib, static_cast<char>('a' + i % 26))));
    s.finish();
  });
  REQUIRE(self->stream.queued() > 0);
  CHECK_FALSE(self->stream.finished());
  std::size_t total = 0;
  bool right = true, ended = false;
  for (int i = 0; i < 100000 && !ended; ++i) {
    home->round(0);
    auto part = hear();
    if (part == "?") continue;
    ended = part.empty();
    for (auto c : part) right &= c == static_cast<char>('a' + (total++ / config::mib) % 26);
  }
  CHECK(ended);
  CHECK(right);
  CHECK(total == size);
  CHECK(self->written == size);
  CHECK(self->stream.finished());
}

TEST_CASE_FIXTURE(loopback, "small slices of large slabs are compacted when they have to wait") {
  auto early = transports::slab::make(), late = transports::slab::make();
  as_self([&](byte_stream& s) {
    s.write(text(std::string(64 * config::mib, 'x'))); // more than the socket takes
    s.write({early, early->data(), 64, 0, 0});
  });
  REQUIRE(self->stream.queued() > 0);
  CHECK_FALSE(early->shared());
  as_self([&](byte_stream& s) { s.write({late, late->data(), 64, 0, 0}); });
  CHECK_FALSE(late->shared());
  CHECK(idle());
}

TEST_CASE_FIXTURE(loopback, "the peer's end of output leaves ours open") {
  as_self([](byte_stream& s) { s.resume(); });
  say("question");
  ::shutdown(peer.get(), SHUT_WR);
  run();
  CHECK(self->got == "question");
  CHECK(self->ended);
  CHECK(idle());
  as_self([](byte_stream& s) { s.write(text("answer")); });
  CHECK(hear() == "answer");
  as_self([](byte_stream& s) { s.finish(); });
  CHECK(hear().empty());
  CHECK(self->stream.finished());
  CHECK_FALSE(self->failed);
  CHECK_FALSE(self->broken);
  CHECK(idle()); // both directions ended: epoll's hang-up is not heard again and again
}

TEST_CASE_FIXTURE(loopback, "our end of output leaves the peer's open") {
  as_self([](byte_stream& s) {
    s.resume();
    s.write(text("question"));
    s.finish();
    s.write(text("never"));
  });
  CHECK(hear() == "question");
  CHECK(hear().empty());
  say("answer");
  run();
  CHECK(self->got == "answer");
  CHECK_FALSE(self->ended);
}

TEST_CASE_FIXTURE(loopback, "a reset is heard while nothing is read, and input before it is kept") {
  say("last words");
  reset_peer();
  CHECK(until([&] { return self->broken; }));
  CHECK(idle());
  as_self([this](byte_stream&) { self->on_input(); });
  as_self([this](byte_stream&) { self->on_input(); });
  CHECK(self->got == "last words");
  CHECK(self->failed);
  CHECK_FALSE(self->ended);
}

TEST_CASE_FIXTURE(loopback, "a reset while reading is a failure, not an end") {
  as_self([](byte_stream& s) { s.resume(); });
  reset_peer();
  CHECK(until([&] { return self->failed; }));
  CHECK_FALSE(self->ended);
  CHECK(idle());
}

TEST_CASE_FIXTURE(loopback, "writing to a peer that is gone breaks the output") {
  say("unread");
  peer.reset();
  as_self([](byte_stream& s) { s.write(text("first")); });
  run();
  as_self([](byte_stream& s) { s.write(text("second")); });
  CHECK(until([&] { return self->broken; }));
  CHECK(self->stream.broken());
  CHECK(self->stream.queued() == 0);
  as_self([](byte_stream& s) { s.write(text("third")); });
  CHECK(self->stream.queued() == 0);
  // the rest of the input ends with a failure although the error was told to the writer
  as_self([this](byte_stream&) { self->on_input(); });
  as_self([this](byte_stream&) { self->on_input(); });
  CHECK(self->got == "unread");
  CHECK(self->failed);
  CHECK_FALSE(self->ended);
}

TEST_CASE_FIXTURE(loopback, "reset() is an error to the peer, release() an end") {
  SUBCASE("reset") {
    as_self([](byte_stream& s) { s.reset(); });
    CHECK(hear() == "!");
  }
  SUBCASE("release") {
    as_self([](byte_stream& s) { s.release(); });
    CHECK(hear().empty());
  }
  SUBCASE("the end of its actor, whatever it is") {
    self->run([this] { self->quit(); });
    run();
    CHECK(hear() == "!");
  }
  CHECK(idle());
}

TEST_CASE_FIXTURE(loopback, "an actor that quits in a callback takes its socket along") {
  as_self([](byte_stream& s) {
    s.write(text("lost"));
    s.release();
  });
  CHECK(hear().empty());
  self->run([this] { self->quit(); });
  run();
  CHECK(self->pinned_actor::ended());
}

TEST_CASE_FIXTURE(loopback, "what was written before an end in order is read, however late") {
  const std::string much(200'000, 'x');
  as_self([&](byte_stream& s) {
    s.write(text(much));
    s.finish();
  });
  REQUIRE(until([&] { return self->stream.finished(); }));
  as_self([](byte_stream& s) { s.release(); });
  std::string got;
  for (auto part = hear(); !part.empty(); part = hear()) {
    REQUIRE(part != "!");
    if (part != "?") got += part;
  }
  CHECK(got == much);
}

TEST_CASE_FIXTURE(loopback, "a socket that is closed by nobody, as when a process dies, is reset") {
  as_self([](byte_stream& s) {
    s.write(text("half"));
    s.finish();
  });
  REQUIRE(until([&] { return self->stream.finished(); }));
  CHECK(hear() == "half");
  CHECK(hear().empty());
  as_self([](byte_stream& s) { s.reset(); });
  pollfd peer_end{peer.get(), POLLOUT, 0};
  ::poll(&peer_end, 1, 0);
  CHECK((peer_end.revents & POLLERR) != 0); // what the peer still sends is for nobody
}

TEST_CASE_FIXTURE(loopback, "the peer's system has all once it acknowledged it") {
  as_self([](byte_stream& s) { s.write(text("data")); });
  CHECK(until([&] { return self->stream.delivered(); }));
  CHECK(hear() == "data");
}
