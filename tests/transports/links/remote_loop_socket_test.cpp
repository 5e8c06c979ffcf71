// What a socket on another loop does beyond what every link_socket does: how much may be under way
// between the loops, and how often they tell each other.
#include "fixtures/text_slice.hpp"
#include "transports/links/remote_loop_socket.hpp"

#include <doctest/doctest.h>

#include <string>
#include <sys/socket.h>

using namespace ockam;
using namespace ockam::transports;
using ockam::tests::text;

namespace {

struct counting_owner final : link_socket::owner {
  void on_version(std::uint8_t) override {}
  void on_frame(slice&& body) override {
    auto number = std::stoul(std::string(wire::text_of(body)));
    in_order = in_order && number == frames;
    ++frames;
  }
  void on_input() override { ++inputs; }
  void on_output() override { ++outputs; }
  void on_end(errc, std::string_view why) override {
    end = why;
    socket->close(false);
  }
  link_socket* socket = nullptr;
  std::size_t frames = 0;
  int inputs = 0, outputs = 0;
  bool in_order = true;
  std::string end;
};

/// Two loops that take their rounds when the test says so.
struct two_loops {
  two_loops() {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    peer.reset(ends[1]);
    socket = std::make_unique<remote_loop_socket>(home, away, descriptor{ends[0]}, owner);
    owner.socket = socket.get();
    socket->open();
    away.round(0);
  }
  ~two_loops() {
    socket->close(false);
    settle();
  }
  void settle() {
    while (home.round(0) + away.round(0) > 0) {
    }
  }
  /// Sends frames of 1 KiB with numbers in them as long as they are read.
  std::size_t flood() {
    auto before = sent_;
    for (;;) {
      while (unsent_.size() < 64 * config::kib) {
        auto body = std::to_string(number_++);
        body.resize(1 * config::kib, ' ');
        unsent_ += std::string("\0\0\4\0", 4) + body;
      }
      auto n = ::send(peer.get(), unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
      if (n > 0)
        unsent_.erase(0, static_cast<std::size_t>(n)), sent_ += static_cast<std::size_t>(n);
      if (away.round(0) == 0 && n < 0) return sent_ - before;
    }
  }
  std::size_t receive() {
    std::string text(1 << 20, '\0');
    auto n = ::recv(peer.get(), text.data(), text.size(), 0);
    return n > 0 ? static_cast<std::size_t>(n) : 0;
  }

  event_loop home, away;
  counting_owner owner;
  std::unique_ptr<remote_loop_socket> socket;
  descriptor peer;

private:
  std::string unsent_ = "\x01";
  std::size_t number_ = 0, sent_ = 0;
};

} // namespace

TEST_CASE_FIXTURE(two_loops, "a socket reads no further than its owner keeps up") {
  constexpr auto in_sockets = 512 * config::kib; // more than both ends of the pair hold
  auto first = flood();
  CHECK(first > config::link_handover_max / 2);
  CHECK(first < config::link_handover_max + config::slab_size + in_sockets);
  CHECK(owner.frames == 0);
  CHECK(home.round(0) == 1); // however many rounds the socket's loop had
  CHECK(owner.frames > 0);
  for (auto before = owner.frames; owner.inputs == 0; before = owner.frames) {
    REQUIRE(home.round(0) == 1);
    CHECK(owner.frames - before <= config::link_frames_per_turn);
  }
  auto heard = owner.frames;
  CHECK(flood() > config::link_handover_max / 2); // it was told to go on
  for (int i = 0; i < 10; ++i) settle(), flood();
  CHECK(owner.frames > heard);
  CHECK(owner.in_order);
}

TEST_CASE_FIXTURE(two_loops, "a socket that its owner stopped stays so when its owner catches up") {
  flood();
  socket->read_on(false);
  settle();
  auto heard = owner.frames;
  flood();
  settle();
  CHECK(owner.frames == heard);
  socket->read_on(true);
  settle();
  CHECK(owner.frames > heard);
}

TEST_CASE_FIXTURE(two_loops, "what is pushed counts as unsent until the connection took it") {
  auto block = std::string(100'000, 'x');
  for (int i = 0; i < 20; ++i) {
    socket->push(text(block));
    socket->flush();
  }
  CHECK(socket->now().unsent == 2'000'000);
  CHECK_FALSE(socket->now().blocked); // nobody has tried yet
  CHECK(away.round(0) == 1);          // all flushes together
  CHECK(home.round(0) == 1);
  CHECK(socket->now().blocked);
  auto left = socket->now().unsent;
  CHECK(left < 2'000'000);
  auto heard = owner.outputs;
  receive();
  settle();
  CHECK(owner.outputs == heard); // nobody asked
  socket->report_output();
  home.round(0);
  CHECK(owner.outputs == heard + 1); // some had left before it asked
  CHECK(socket->now().unsent < left);
  socket->report_output();
  while (socket->now().blocked) receive(), settle();
  CHECK(owner.outputs > heard + 1);
  CHECK(socket->now().unsent == 0);
  CHECK(socket->now().bytes_out == 2'000'000);
}

TEST_CASE_FIXTURE(two_loops, "frames before an end are heard before it, and none after a close") {
  std::string stream = std::string("\x01\0\0\0\1", 5) + '0' + std::string("\0\0\0\1", 4) + '1';
  SUBCASE("the end") {
    stream += std::string("\x7f\0\0\0", 4);
    REQUIRE(::send(peer.get(), stream.data(), stream.size(), 0) > 0);
    settle();
    CHECK(owner.frames == 2);
    CHECK(owner.end.starts_with("a frame of 2130706432 bytes"));
  }
  SUBCASE("the close") {
    REQUIRE(::send(peer.get(), stream.data(), stream.size(), 0) > 0);
    away.round(0);
    socket->close(false);
    settle();
    CHECK(owner.frames == 0);
  }
}

TEST_CASE_FIXTURE(two_loops, "a socket that closes writes what was pushed, and is gone") {
  socket->push(text("queued, "));
  socket->flush();
  socket->push(text("goodbye"));
  socket->close(true);
  socket->push(text("too late"));
  socket->flush();
  settle();
  std::string got(100, '\0');
  got.resize(static_cast<std::size_t>(::recv(peer.get(), got.data(), got.size(), 0)));
  CHECK(got == "queued, goodbye");
  CHECK(::recv(peer.get(), got.data(), got.size(), 0) == 0);
}

TEST_CASE_FIXTURE(two_loops, "what is ordered of a socket that ended by itself has no effect") {
  peer.reset();
  away.round(0);
  socket->push(text("into the void"));
  socket->flush();
  socket->read_on(false);
  settle();
  CHECK(owner.end == "the peer closed the connection");
}
