// What threads leave for each other arrives whole and in order, and no wake-up is lost.
#include "transports/reactor/event_loop.hpp"

#include <doctest/doctest.h>

#include <array>
#include <thread>
#include <vector>

using namespace ockam::transports;

TEST_CASE("an inbox keeps the order of each of its writers") {
  constexpr int writers = 4, items = 20'000;
  inbox<std::pair<int, int>> box;
  std::vector<std::thread> threads;
  for (int w = 0; w < writers; ++w)
    threads.emplace_back([&box, w] {
      for (int i = 0; i < items; ++i) box.push({w, i});
    });
  std::array<int, writers> next{};
  std::vector<std::pair<int, int>> taken;
  for (int left = writers * items; left > 0;) {
    if (box.empty()) std::this_thread::yield();
    box.take(taken);
    for (auto [writer, item] : taken) REQUIRE(item == next[static_cast<std::size_t>(writer)]++);
    left -= static_cast<int>(taken.size());
    taken.clear();
  }
  for (auto& t : threads) t.join();
  CHECK(box.close_if_empty());
}

TEST_CASE("loops that post to each other wake each other every time") {
  constexpr int balls = 8, returns = 4'000;
  struct ball final : event_loop::task, std::enable_shared_from_this<ball> {
    ball(event_loop& a, event_loop& b, std::atomic<int>& n) : at(&a), other(&b), playing(n) {}
    void run() override {
      if (++hits == returns) {
        --playing;
        return;
      }
      std::swap(at, other);
      at->post(shared_from_this());
    }
    event_loop *at, *other;
    std::atomic<int>& playing;
    int hits = 0; // handed on with the ball, by the loops' own order
  };
  event_loop one, other;
  std::thread first{[&] { one.run(); }}, second{[&] { other.run(); }};
  // one ball: each loop falls asleep between two hits; many: they rarely do
  for (int count : {1, balls}) {
    std::atomic<int> playing = count;
    for (int i = 0; i < count; ++i) one.post(std::make_shared<ball>(one, other, playing));
    while (playing > 0) std::this_thread::yield();
  }
  one.stop(), other.stop();
  first.join(), second.join();
}

TEST_CASE("posts race with the end of a loop: each runs or is dropped") {
  for (int round = 0; round < 200; ++round) {
    event_loop loop;
    std::atomic<int> alive = 0;
    int ran = 0; // the loop's own
    struct counted final : event_loop::task {
      counted(std::atomic<int>& a, int& r) : alive(a), ran(r) { ++alive; }
      ~counted() override { --alive; }
      void run() override { ++ran; }
      std::atomic<int>& alive;
      int& ran;
    };
    std::thread runner{[&] { loop.run(); }};
    std::thread poster{[&] {
      for (int i = 0; i < 50; ++i) loop.post(std::make_shared<counted>(alive, ran));
    }};
    for (int i = 0; i < round; ++i) std::this_thread::yield();
    loop.stop();
    runner.join();
    poster.join();
    CHECK(ran <= 50);
    CHECK(alive == 0);
  }
}
