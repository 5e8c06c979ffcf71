// What a link's socket tells its owner, and in which order, wherever it is. The far end is played
// by the test.
#include "fixtures/deterministic.hpp"
#include "transports/http/control_error.hpp"
#include "transports/links/local_socket.hpp"
#include "transports/links/remote_loop_socket.hpp"

#include <doctest/doctest.h>

#include <sys/socket.h>

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::transports;

namespace {

std::string framed(const std::string& body) {
  std::string out(4, '\0');
  for (auto i = 0U; i < 4; ++i) out[i] = static_cast<char>(body.size() >> (24 - 8 * i));
  return out + body;
}

/// Keeps what it hears as text.
struct hearing final : link_socket::owner {
  void on_version(std::uint8_t v) override { heard += "version " + std::to_string(v) + '\n'; }
  void on_frame(slice&& body) override {
    heard += std::string(wire::text_of(body)) + '\n';
    if (wire::text_of(body) == last_frame) socket->close(true);
    if (wire::text_of(body) == bad_frame) throw std::bad_alloc{};
  }
  void on_input() override { ++inputs; }
  void on_output() override { ++outputs; }
  void on_end(errc kind, std::string_view why) override {
    heard += std::string(name_of(kind)) + ": " + std::string(why) + '\n';
    socket->close(false);
  }
  std::string take() { return std::exchange(heard, {}); }

  link_socket* socket = nullptr;
  std::string heard, last_frame, bad_frame;
  int inputs = 0, outputs = 0;
};

struct open_link_socket : simulation {
  open_link_socket() {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    far.reset(ends[1]);
    away = more_loops();
    if (away.empty())
      socket = std::make_unique<local_socket>(*loop, descriptor{ends[0]}, owner);
    else
      socket = std::make_unique<remote_loop_socket>(*loop, *away[0], descriptor{ends[0]}, owner);
    owner.socket = socket.get();
    socket->open();
    settle();
  }
  ~open_link_socket() {
    socket->close(false);
    settle();
  }
  void send(std::string_view text) {
    while (!text.empty()) {
      auto n = ::send(far.get(), text.data(), text.size(), MSG_NOSIGNAL);
      if (n > 0) text.remove_prefix(static_cast<std::size_t>(n));
      settle();
    }
  }
  std::string receive(std::size_t most = 1 << 20) {
    std::string text(most, '\0');
    auto n = ::recv(far.get(), text.data(), text.size(), 0);
    text.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    ended = n == 0;
    return text;
  }
  void step() {
    loop->round(0);
    for (const auto& each : away) each->round(0);
  }
  void push(std::string_view text) { socket->push(slice::copy_of(wire::view_of(text))); }
  /// Fills the socket until its peer has to read.
  void block() {
    for (auto block = std::string(64 * 1024, '.'); !socket->now().blocked; flush()) push(block);
  }
  void flush() {
    socket->flush();
    settle();
  }

  std::shared_ptr<reactor> loop = make_reactor();
  std::vector<event_loop*> away;
  hearing owner;
  std::unique_ptr<link_socket> socket;
  descriptor far;
  bool ended = false;
};

} // namespace

TEST_CASE_FIXTURE(open_link_socket,
                  "a link's socket tells the version, then the frames, then the end") {
  send("\x01" + framed("one") + framed("two") + framed("three").substr(0, 6));
  CHECK(owner.take() == "version 1\none\ntwo\n");
  CHECK(owner.inputs == 1);
  CHECK(socket->now().partial == 6);
  CHECK(socket->now().bytes_in == 21);
  send("ree");
  CHECK(owner.take() == "three\n");
  CHECK(socket->now().partial == 0);
  ::shutdown(far.get(), SHUT_WR);
  settle();
  CHECK(owner.take() == "unavailable: the peer closed the connection\n");
  CHECK_FALSE(socket->is_open());
}

TEST_CASE_FIXTURE(open_link_socket, "thousands of small frames are heard in turns with others") {
  std::string all, expected;
  for (auto n = 0; n < 3000; ++n) {
    all += framed(std::to_string(n));
    expected += std::to_string(n) + '\n';
  }
  send("\x01");
  owner.take();
  const auto heard = [this] { return std::count(owner.heard.begin(), owner.heard.end(), '\n'); };
  REQUIRE(::send(far.get(), all.data(), all.size(), MSG_NOSIGNAL)
          == static_cast<ssize_t>(all.size()));
  ::shutdown(far.get(), SHUT_WR);
  for (auto before = heard(); socket->is_open(); before = heard()) {
    step();
    if (away.empty() && heard() > 0 && heard() < 2000) CHECK(socket->now().partial > 0);
    CHECK(heard() - before <= 2 * static_cast<std::ptrdiff_t>(config::link_frames_per_turn));
  }
  CHECK(owner.take() == expected + "unavailable: the peer closed the connection\n");
}

TEST_CASE_FIXTURE(open_link_socket, "a socket may be closed while frames are still to be heard") {
  std::string all = "\x01";
  for (auto n = 0; n < 200; ++n) all += framed(std::to_string(n));
  owner.last_frame = "100";
  send(all);
  CHECK(owner.take().ends_with("\n100\n"));
  settle();
  CHECK(owner.take().empty());
}

TEST_CASE_FIXTURE(open_link_socket, "nothing is heard behind a frame that closed the socket") {
  owner.last_frame = "stop";
  push("goodbye");
  send("\x01" + framed("stop") + framed("unheard"));
  CHECK(owner.take() == "version 1\nstop\n");
  CHECK(receive() == "goodbye");
  CHECK((receive().empty() && ended));
}

TEST_CASE_FIXTURE(open_link_socket, "too large a frame and what its owner throws are an end") {
  SUBCASE("too large") {
    send("\x01" + std::string("\x00\x20\x00\x00", 4));
    CHECK(owner.take() == "version 1\nprotocol: a frame of 2097152 bytes; 1048576 are allowed\n");
  }
  SUBCASE("thrown") {
    owner.bad_frame = "bad";
    send("\x01" + framed("bad") + framed("unheard"));
    CHECK(owner.take() == "version 1\nbad\ninternal: std::bad_alloc\n");
  }
  CHECK((receive().empty() && ended));
}

TEST_CASE_FIXTURE(open_link_socket,
                  "what does not leave at once leaves when the peer reads, in order") {
  std::string expected, got;
  for (auto i = 0; !socket->now().blocked; ++i) {
    auto text = std::to_string(i) + std::string(50'000, 'x');
    push(text);
    expected += text;
    flush();
  }
  CHECK(socket->now().unsent > 0);
  CHECK(socket->now().bytes_out + socket->now().unsent == expected.size());
  auto before = owner.outputs;
  while (got.size() < expected.size()) {
    socket->report_output();
    got += receive();
    settle();
  }
  CHECK(got == expected);
  CHECK(owner.outputs > before);
  CHECK_FALSE(socket->now().blocked);
  CHECK(socket->now().unsent == 0);
}

TEST_CASE_FIXTURE(open_link_socket,
                  "a socket that is not read on hears of a broken connection only") {
  socket->read_on(false);
  settle();
  send("\x01" + framed("one"));
  CHECK(owner.take().empty());
  socket->read_on(true);
  settle();
  CHECK(owner.take() == "version 1\none\n");
  socket->read_on(false);
  settle();
  far.reset();
  settle();
  CHECK(owner.take() == "unavailable: the peer broke the connection\n");
}

TEST_CASE_FIXTURE(open_link_socket, "the last words are what the socket still takes") {
  block();
  push("too late");
  socket->close(true);
  socket->close(true); // once more makes no difference
  settle();
  std::string got;
  while (!ended) got += receive();
  CHECK(got.find("too late") == std::string::npos);
}
