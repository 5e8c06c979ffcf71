// What an event loop does in a round and at its end; with actors it is a reactor, see its test.
#include "transports/reactor/event_loop.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

using namespace ockam::transports;

namespace {

struct noting final : event_loop::task {
  noting(std::vector<int>& to, int what) : notes(to), note(what) {}
  void run() override { notes.push_back(note); }
  std::vector<int>& notes;
  int note;
};

} // namespace

TEST_CASE("tasks and functions run in the order they were posted in, on the loop's thread") {
  event_loop loop;
  std::vector<int> notes;
  std::thread{[&] {
    for (int i = 0; i < 100; i += 2) {
      loop.post(std::make_shared<noting>(notes, i));
      loop.post([&, i] {
        CHECK(loop.here());
        notes.push_back(i + 1);
      });
    }
  }}.join();
  CHECK_FALSE(loop.here());
  CHECK(loop.round(-1) == 100); // does not sleep
  CHECK(notes.size() == 100);
  CHECK(std::is_sorted(notes.begin(), notes.end()));
}

TEST_CASE("a task may post, and what it posts runs in the next round") {
  event_loop loop;
  std::vector<int> notes;
  loop.post([&] { loop.post([&] { notes.push_back(2); }), notes.push_back(1); });
  loop.round(0);
  CHECK(notes == std::vector{1});
  loop.round(-1);
  CHECK(notes == std::vector{1, 2});
}

TEST_CASE("a loop that stops does what was posted before, and drops what comes later") {
  event_loop loop;
  std::vector<int> notes;
  auto thread = std::thread{[&] { loop.run(); }};
  for (int i = 0; i < 100; ++i)
    loop.post([&, i] {
      notes.push_back(i);
      if (i == 99) loop.post([&] { notes.push_back(100); });
    });
  loop.stop();
  thread.join();
  CHECK(notes.size() == 101);
  auto late = std::make_shared<noting>(notes, 101);
  loop.post(late);
  CHECK(late.use_count() == 1);
}

TEST_CASE("a loop wakes for descriptors and posts, time and again") {
  event_loop loop;
  struct bell final : event_loop::event_source {
    void on_ready(std::uint32_t) override {
      eventfd_t count = 0;
      ::eventfd_read(fd, &count);
      rung += count;
    }
    int fd = ::eventfd(0, EFD_NONBLOCK);
    std::uint64_t rung = 0;
  } bell;
  loop.control(EPOLL_CTL_ADD, bell.fd, &bell, EPOLLIN);
  std::atomic<int> ran = 0;
  auto thread = std::thread{[&] { loop.run(); }};
  for (int i = 1; i <= 200; ++i) {
    ::eventfd_write(bell.fd, 1);
    loop.post([&] { ++ran; });
    while (ran < i) std::this_thread::yield(); // so that it falls asleep in between
  }
  loop.stop();
  thread.join();
  CHECK(bell.rung == 200);
  ::close(bell.fd);
}

TEST_CASE("writers flush once a round, and one that goes is forgotten") {
  event_loop loop;
  struct counting final : event_loop::writer {
    void flush() override { ++flushed; }
    int flushed = 0;
  } stays, goes;
  loop.post([&] { loop.flush_later(stays), loop.flush_later(goes), loop.forget(goes); });
  loop.round(-1);
  loop.round(0);
  CHECK(stays.flushed == 1);
  CHECK(goes.flushed == 0);
}
