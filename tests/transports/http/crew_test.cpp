// The threads of an HTTP server, on real threads: what is awaited here is an event, not a time.
#include "transports/http/crew.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

using ockam::transports::crew;

namespace {

/// A task that waits until it may end.
struct held_task {
  std::promise<void> began, may_end;
  std::function<void()> task() {
    return [this] {
      began.set_value();
      may_end.get_future().wait();
    };
  }
};

} // namespace

TEST_CASE("tasks run beside each other, on other threads than the caller's") {
  held_task one, other; // outlive the threads
  crew all{2, 8};
  all.enqueue(one.task());
  all.enqueue(other.task());
  one.began.get_future().wait();
  other.began.get_future().wait(); // while the first one goes on
  one.may_end.set_value();
  other.may_end.set_value();
}

TEST_CASE("what finds no thread waits for one") {
  held_task first;
  std::promise<void> second;
  std::atomic<bool> ran = false;
  crew all{1, 8};
  all.enqueue(first.task());
  first.began.get_future().wait();
  all.enqueue([&] {
    ran = true;
    second.set_value();
  });
  CHECK_FALSE(ran);
  first.may_end.set_value();
  second.get_future().wait();
}

TEST_CASE("what finds no place is turned away at once, by who brought it") {
  held_task first;
  std::atomic<bool> waited = false;
  crew all{1, 2};
  all.enqueue(first.task());
  first.began.get_future().wait();
  all.enqueue([&] { waited = true; });
  std::thread::id by;
  bool turned_away = false;
  all.enqueue([&] {
    by = std::this_thread::get_id();
    turned_away = crew::turns_away();
  });
  CHECK(by == std::this_thread::get_id());
  CHECK(turned_away);
  CHECK_FALSE(crew::turns_away());
  CHECK_FALSE(waited);
  first.may_end.set_value();
  all.shutdown();
  CHECK(waited);
}

TEST_CASE("who waits for a thread is noticed") {
  std::atomic<int> crowds = 0;
  held_task first;
  crew all{1, 4, [&] { ++crowds; }};
  all.enqueue(first.task());
  first.began.get_future().wait();
  CHECK(crowds == 0);
  all.enqueue([] {});
  CHECK(crowds == 1);
  first.may_end.set_value();
}

TEST_CASE("a shutdown does what waits, and takes nothing more") {
  std::atomic<int> done = 0;
  crew all{2, 16};
  for (int i = 0; i < 10; ++i) all.enqueue([&] { ++done; });
  all.shutdown();
  CHECK(done == 10);
  bool turned_away = false;
  all.enqueue([&] { turned_away = crew::turns_away(); });
  CHECK(turned_away);
  CHECK(done == 10);
}
