// What a link does about its queue: a socket that the test plays, and a source that it stops.
#include "fixtures/virtual_node.hpp"
#include "transports/bounds/link_pressure.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::transports;
using wire::local;

namespace {

struct played_link_socket final : link_socket {
  void open() override {}
  void push(slice&&) override {}
  void flush() override {}
  void report_output() override { ++reports; }
  void go_on(std::size_t) override {}
  void read_on(bool) override {}
  void close(bool) override { open_ = false; }
  condition& state() { return now_; }
  int reports = 0;
};

struct stopped_source final : probe {
  using probe::probe;
  void pause_reading() override { ++pauses; }
  void resume_reading() override { --pauses; }
  int pauses = 0;
};

struct pressed : simulation {
  virtual_node node{*this, "a"};
  stopped_source& source = node.start<stopped_source>("source");
  probe& link = node.start<probe>("link");
  played_link_socket socket;
  int flushes = 0, stalls = 0;
  std::unique_ptr<link_pressure> pressure = std::make_unique<link_pressure>(
      link, node.workers, socket, [this] { ++flushes; }, [this] { ++stalls; });
  const wire::route back{local("source")};

  void holds(std::size_t unsent, bool blocked) {
    socket.state().unsent = unsent, socket.state().blocked = blocked;
  }
};

} // namespace

TEST_CASE_FIXTURE(pressed, "what fills a queue is stopped above the high mark, until the low one") {
  holds(config::link_queue_high, false);
  pressure->queued(back);
  CHECK(source.pauses == 0);
  holds(config::link_queue_high + 1, false);
  pressure->queued(back);
  CHECK(source.pauses == 1);
  holds(config::link_queue_low + 1, false);
  pressure->on_output();
  CHECK(source.pauses == 1);
  CHECK(socket.reports == 1); // it wants to know when more has left
  holds(config::link_queue_low, false);
  pressure->on_output();
  CHECK(source.pauses == 0);
}

TEST_CASE_FIXTURE(pressed,
                  "a peer that takes nothing stops nobody for long, and ends the link at last") {
  holds(config::link_queue_high + 1, true);
  pressure->queued(back);
  CHECK(source.pauses == 1);
  advance(config::link_standing_after);
  CHECK(source.pauses == 0); // the peer stands: more may wait for it
  CHECK(stalls == 0);
  advance(config::link_stalled_max);
  CHECK(stalls > 0);
}

TEST_CASE_FIXTURE(pressed, "a link that has ended holds nobody back") {
  holds(config::link_queue_high + 1, false);
  pressure->queued(back);
  pressure->end();
  CHECK(source.pauses == 0);
}
