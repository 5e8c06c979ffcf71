// What happens to a link, and to those who feed it, when its peer takes less than it is given.
#include "fixtures/played_peer.hpp"
#include "transports/links/link.hpp"

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::transports;
using wire::local;

namespace {

//   source ---- node ---- slow (reads when the test says so)
struct relaying : simulation {
  virtual_node node{*this, "a"};
  played_peer source{node, "10.0.0.1"}, slow{node, "10.0.0.2"};
  std::string source_link, slow_link;

  relaying() {
    source_link = node.links.list()[0].address;
    slow_link = node.links.list()[1].address;
    source.send("\x01"), slow.send("\x01");
    settle();
    REQUIRE(slow.take() == "\x01");
  }
  link_counters counters(const std::string& address) { return node.links.find(address)->counters; }
  /// Sends numbered frames along `route` until the link takes no more; returns how many it took.
  std::size_t flood(const wire::route& onward, std::size_t frames) {
    std::size_t whole = 0;
    while (whole < frames && source.offer({})) {
      source.offer(wire::encode_frame(onward, {}, wire::view_of(numbered(next_++))));
      ++whole;
    }
    return whole;
  }
  static std::string numbered(std::size_t n) {
    auto text = std::to_string(n);
    return text + std::string(chunk - text.size(), '.');
  }
  /// Reads all that comes; returns the numbers' count and checks their order.
  std::size_t drain(std::size_t most = std::string::npos) {
    stream_ += slow.take(most);
    wire::bytes_view rest = wire::view_of(stream_);
    while (rest.size() >= 4) {
      std::size_t size = rest[0] << 24 | rest[1] << 16 | rest[2] << 8 | rest[3];
      if (rest.size() < 4 + size) break;
      auto frame = wire::decode_frame(rest.subspan(4, size), 16, 256);
      REQUIRE(frame);
      REQUIRE(wire::text_of(frame->payload) == numbered(received_++));
      rest = rest.subspan(4 + size);
    }
    stream_.erase(0, stream_.size() - rest.size());
    return received_;
  }

  static constexpr std::size_t chunk = config::portal_chunk;

private:
  std::size_t next_ = 0, received_ = 0;
  std::string stream_;
};

/// Passes chunks whenever it may.
struct gated_source : worker, send_gate::waiter {
  gated_source(caf::actor_config& c, directory& d, wire::route r)
      : worker(c), directory_(d), route_(std::move(r)) {}
  void deliver(message&&) override {}
  void on_ready(bool gone) override {
    if (!gone) run([this] { pump(); });
  }
  void on_exit() override { send_gate::waiter::leave(); }
  void pump() {
    for (auto way = directory_.find(route_.front()).egress(); passed < limit; ++passed) {
      if (!way->try_acquire(*this)) return;
      directory_.route({route_, {}, slice::copy_of(wire::view_of(chunk)), 0, {}});
    }
  }
  const std::string chunk = std::string(config::portal_chunk, 'g');
  std::size_t passed = 0, limit = 0;

private:
  directory& directory_;
  const wire::route route_;
};

} // namespace

TEST_CASE_FIXTURE(relaying, "who relays to a full link is stopped, and goes on when it is low") {
  auto taken = flood({local(slow_link), local("x")}, 200);
  CHECK(taken < 200); // its socket is full because nobody reads it
  CHECK(counters(source_link).pauses == 1);
  CHECK(counters(slow_link).pauses == 0);
  auto held = taken * chunk;
  CHECK(held > config::link_queue_high);
  CHECK(held < config::link_queue_high + 4 * config::slab_size + 2 * 256 * config::kib);
  for (auto sent = taken; drain() < 400;)
    if (sent < 400) sent += flood({local(slow_link), local("x")}, 400 - sent);
  CHECK(counters(slow_link).frames_out == 400);
  CHECK(counters(source_link).frames_in == 400);
  CHECK(counters(source_link).pauses > 1);
}

TEST_CASE_FIXTURE(relaying, "a source is found behind a worker of the node, too") {
  struct hop : worker {
    hop(caf::actor_config& c, directory& d) : worker(c), directory_(d) {}
    void deliver(message&& m) override {
      auto self = wire::address{m.onward.front()};
      m.onward.pop_front();
      m.return_route.push_front(self);
      directory_.route(std::move(m));
    }
    void pause_reading() override { ++paused; }
    void resume_reading() override { --paused; }
    directory& directory_;
    int paused = 0;
  };
  auto& middle = node.start<hop>("hop", node.workers);
  flood({local("hop"), local(slow_link), local("x")}, 200);
  CHECK(counters(source_link).pauses == 1);
  CHECK(middle.paused == 1); // a hop has no source of its own, other workers have
  while (drain() < 20) {
  }
  CHECK(middle.paused == 0);
}

TEST_CASE_FIXTURE(relaying, "a peer that stands still stops nobody for long, and loses nothing") {
  auto& sink = node.start<probe>("sink");
  auto taken = flood({local(slow_link), local("x")}, 200);
  REQUIRE(taken < 200);
  advance(config::link_standing_after);
  source.send_frame({local("sink")}, {}, "for another");
  CHECK(sink.all.size() == 1);
  taken += flood({local(slow_link), local("x")}, 100);
  CHECK(counters(source_link).pauses == 1);
  taken += flood({local(slow_link), local("x")}, 2000); // until even that is too much
  CHECK(counters(source_link).pauses == 2);
  CHECK(taken * chunk > config::link_queue_standing);
  CHECK(taken * chunk < config::link_queue_max);
  advance(2 * config::link_standing_after);
  CHECK(node.links.size() == 2);
  while (drain() < counters(slow_link).frames_out) {
  }
  CHECK(counters(slow_link).frames_out + 1 >= taken); // of the last one a part may be on its way
  flood({local(slow_link), local("x")}, 200);         // it reads again: the low bound holds again
  CHECK(counters(source_link).pauses == 3);
}

TEST_CASE_FIXTURE(relaying, "a slow peer stops its sources as long as it takes a little") {
  flood({local(slow_link), local("x")}, 200);
  for (int i = 0; i < 5; ++i) {
    drain(64 * config::kib);
    advance(config::link_standing_after);
  }
  CHECK(counters(source_link).pauses == 1);
  CHECK(flood({local(slow_link), local("x")}, 200) < 200);
}

namespace {

//   another ---- node    and the source has a relay there, by which others reach it
struct shared : relaying {
  played_peer another{node, "10.0.0.3"};
  probe& sink = node.start<probe>("sink");
  const wire::route to_slow{local(slow_link), local("x")};

  shared() {
    another.send("\x01");
    settle();
    node.parts.in_use.add_relay(node.links.find(source_link)->actor.id());
  }
  void meet() { another.send_frame({local(source_link), local("x")}, {}, "hello"); }
};

} // namespace

TEST_CASE_FIXTURE(shared, "nobody who shares a link is stopped for one that reads slowly") {
  meet();
  std::size_t taken = 0, read = 0;
  while (node.links.find(slow_link) && taken < 3000) {
    taken += flood(to_slow, 20);
    if (read < 100) read = drain(64 * config::kib);
    source.send_frame({local("sink")}, {}, "for another");
  }
  CHECK(counters(source_link).pauses == 0);
  CHECK(taken * chunk > config::link_queue_max); // the slow one had its share
  CHECK(taken * chunk < config::link_queue_max + 8 * config::mib);
  CHECK_FALSE(node.links.find(slow_link)); // and pays
  CHECK(slow.ended());
  CHECK(sink.all.size() >= taken / 20);
}

TEST_CASE_FIXTURE(shared, "a link that has to do with the slow one only is stopped for it") {
  CHECK(flood(to_slow, 200) < 200);
  CHECK(counters(source_link).pauses == 1);
}

TEST_CASE_FIXTURE(shared,
                  "who was the only one at a link that is stopped, and is not now, goes on") {
  flood(to_slow, 200);
  REQUIRE(counters(source_link).pauses == 1);
  meet();
  drain(64 * config::kib); // it takes a little
  CHECK(flood(to_slow, 200) < 200);
  advance(config::link_standing_after);
  source.send_frame({local("sink")}, {}, "for another");
  CHECK(sink.all.size() == 1);
  CHECK(flood(to_slow, 200) == 200);
}

TEST_CASE_FIXTURE(shared, "company is forgotten in time") {
  meet();
  advance(config::company_kept + 1s);
  CHECK(flood(to_slow, 200) < 200);
  CHECK(counters(source_link).pauses == 1);
}

TEST_CASE_FIXTURE(relaying,
                  "a peer that takes nothing for long loses its link, however little waits") {
  const auto before = flood({local(slow_link), local("x")}, 200);
  REQUIRE(before < 200);
  auto life = node.links.find(slow_link)->life;
  advance(config::link_stalled_max / 2);
  CHECK(node.links.find(slow_link));
  drain(512 * config::kib); // a sign of life
  advance(config::link_stalled_max / 2);
  CHECK(node.links.find(slow_link));
  advance(config::link_stalled_max);
  CHECK_FALSE(node.links.find(slow_link));
  REQUIRE(life->end);
  CHECK(life->end->message == "its peer takes nothing of what waits for it");
}

TEST_CASE_FIXTURE(relaying, "a link that ends lets go of those it stopped") {
  auto& sink = node.start<probe>("sink");
  flood({local(slow_link), local("x")}, 200);
  REQUIRE(counters(source_link).pauses == 1);
  node.links.close(slow_link);
  settle();
  source.send_frame({local("sink")}, {}, "free again");
  CHECK(sink.all.size() == 1);
}

TEST_CASE_FIXTURE(relaying, "a source that ends while it is stopped is forgotten") {
  flood({local(slow_link), local("x")}, 200);
  node.links.close(source_link);
  settle();
  auto frames = counters(slow_link).frames_out;
  while (drain() < frames) {
  }
  CHECK(node.links.size() == 1);
}

TEST_CASE_FIXTURE(relaying, "a peer that asks and never reads loses its link, not the node") {
  node.start<echo>("echo", node.workers);
  std::size_t sent = 0;
  auto frame =
      wire::encode_frame({local("echo")}, {local("x")}, wire::view_of(std::string(1000000, 'e')));
  for (; sent < 100 && source.offer(frame); ++sent) {
  }
  CHECK(sent * 1000000 > config::link_queue_max);
  CHECK(sent < 100);
  CHECK(source.ended());
  CHECK_FALSE(node.links.find(source_link));
  slow.send_frame({local("echo")}, {local("x")}, "and I?");
  CHECK(slow.take().ends_with("and I?"));
}

TEST_CASE_FIXTURE(relaying, "sources pass the gate while little is unsent, and share it") {
  wire::route to{local(slow_link), local("x")};
  auto& one = node.start<gated_source>("one", node.workers, to);
  auto& two = node.start<gated_source>("two", node.workers, to);
  one.limit = two.limit = 100;
  one.run([&] { one.pump(); });
  two.run([&] { two.pump(); });
  settle();
  auto in_socket = counters(slow_link).bytes_out;
  auto unsent = (one.passed + two.passed) * config::portal_chunk - in_socket;
  CHECK(unsent > config::link_unsent_max);
  CHECK(unsent < config::link_unsent_max + 3 * config::portal_chunk);
  // a message that needs no turn waits behind no more than that
  node.send(to, "ping");
  auto early = std::max(one.passed, two.passed);
  std::string got;
  while (one.passed < 100 || two.passed < 100) {
    got += slow.take(64 * 1024);
    auto gap = one.passed > two.passed ? one.passed - two.passed : two.passed - one.passed;
    CHECK(gap <= early + 1);
  }
  CHECK(got.find("ping") < in_socket + config::link_unsent_max + 4 * config::portal_chunk);
}
