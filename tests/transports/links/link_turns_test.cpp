// Whose frames are taken when more came than a round takes.
#include "fixtures/virtual_node.hpp"
#include "wire/messages/frame.hpp"

#include <doctest/doctest.h>

#include <deque>
#include <sys/socket.h>

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::transports;
using wire::local;

namespace {

/// Counts what came, by the name of its sender.
struct counting final : worker {
  explicit counting(caf::actor_config& cfg) : worker(cfg) {}
  void deliver(message&& m) override {
    ++all;
    ++of[std::string(m.return_route.back().value)];
    heard += m.entered && m.entered->is_heard() ? 1 : 0;
  }
  std::size_t all = 0, heard = 0;
  std::map<std::string, std::size_t> of;
};

struct crossroads : simulation {
  virtual_node node{*this, "a"};
  counting& sink = node.start<counting>("sink");
  std::deque<descriptor> peers;

  descriptor& connect(const std::string& host) {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0);
    node.links.admit(node.parts, {descriptor{ends[0]}, {host, 1}});
    settle();
    return peers.emplace_back(ends[1]);
  }
  /// Leaves frames in the socket; nothing is read meanwhile.
  void leave(const descriptor& peer, const std::string& name, std::size_t frames,
             std::string_view first = {}) {
    std::string all(first);
    const auto one = wire::encode_frame({local("sink")}, {local(name)}, wire::view_of("x"));
    for (std::size_t n = 0; n < frames; ++n) all.append(one.begin(), one.end());
    REQUIRE(::send(peer.get(), all.data(), all.size(), MSG_NOSIGNAL)
            == static_cast<ssize_t>(all.size()));
  }
  /// A round of each loop.
  void step() {
    for (auto* const each : node.parts.loops) each->round(0);
    node.home->round(0);
  }
};

} // namespace

TEST_CASE_FIXTURE(crossroads, "a round takes so many frames, and whoever asks seldom is next") {
  for (int i = 0; i < 20; ++i) connect("192.0.2." + std::to_string(i));
  const auto& seldom = connect("198.51.100.1");
  for (std::size_t i = 0; i < 20; ++i) leave(peers[i], "busy " + std::to_string(i), 500, "\x01");
  for (int i = 0; i < 3; ++i) {
    step();
    CHECK(sink.all <= static_cast<std::size_t>(i + 1) * config::round_frames_max);
    constexpr std::size_t frame_size = 64; // none is larger
    if (node.parts.loops.empty())          // the rest stays in the kernel
      CHECK(node.links.load().partial <= static_cast<std::size_t>(5 * (i + 1)) * 500 * frame_size);
  }
  leave(seldom, "seldom", 1, "\x01");
  const auto before = sink.all;
  for (int rounds = 0; sink.of["seldom"] == 0; ++rounds) {
    REQUIRE(rounds < 4);
    step();
  }
  CHECK(sink.all - before <= 3 * config::round_frames_max);
  settle();
  CHECK(sink.all == 20 * 500 + 1);
}

TEST_CASE_FIXTURE(crossroads, "links of one source share its turns") {
  for (int i = 0; i < 10; ++i) connect("192.0.2.1");
  connect("192.0.2.2");
  for (std::size_t i = 0; i < 10; ++i) leave(peers[i], "many", 500, "\x01");
  leave(peers[10], "one", 500, "\x01");
  while (sink.of["one"] < 500) step();
  CHECK(sink.of["many"] < 1500); // and not ten times as much
  settle();
  CHECK(sink.all == 11 * 500);
}

TEST_CASE_FIXTURE(crossroads, "a link that ends in line keeps nobody waiting") {
  for (int i = 0; i < 10; ++i) connect("192.0.2." + std::to_string(i));
  for (const auto& each : peers) leave(each, "busy", 500, "\x01");
  step();
  step();
  for (const auto& each : node.links.list())
    if (each.peer.host != "192.0.2.9") node.links.close(each.address);
  settle();
  CHECK(node.links.size() == 1);
  CHECK(sink.all < 10 * 500);
  CHECK(sink.all >= 500);
}

TEST_CASE_FIXTURE(crossroads, "what was sent by who has gone says that nobody hears an answer") {
  const auto& gone = connect("192.0.2.1");
  leave(gone, "gone", 10, "\x01");
  ::shutdown(gone.get(), SHUT_WR);
  leave(connect("192.0.2.2"), "there", 10, "\x01");
  settle();
  CHECK(sink.all == 20);
  CHECK(sink.heard == 10);
  CHECK(node.links.size() == 1);
}
