// The receiver's window is driven by a small model of a path: a sender with endless data, a rate,
// and a round trip; time is a number.
#include "actors/streams/credit_window.hpp"

#include <doctest/doctest.h>

#include <deque>

using namespace ockam;
using namespace std::chrono_literals;
using actors::receive_window;
using actors::send_credit;

namespace {

constexpr auto first_credit = config::stream_credit_start;
constexpr std::size_t chunk = 48 * config::kib;

struct path {
  std::chrono::microseconds one_way;
  double bytes_per_us;
  bool sink_reads = true;

  struct arrival {
    std::int64_t at;
    std::size_t bytes;
  };
  send_credit sender{};
  receive_window window{};
  std::int64_t now = 0, wire_free_at = 0;
  std::deque<arrival> payload{}, credit{}, acks{};
  std::size_t delivered = 0;
  bool bounded = true;
  /// As TCP does: 16 KiB in the first round trip, twice as much in each that was full.
  bool starts_slowly = false, window_counts = true;
  std::size_t allowed = SIZE_MAX, under_way = 0;

  transports::time_point time() const {
    return transports::time_point{std::chrono::microseconds{now}};
  }
  void send() {
    while (sender.left() > 0 && wire_free_at <= now && under_way < allowed) {
      auto n = std::min<std::size_t>(chunk, sender.left());
      sender.spend(n);
      under_way += n;
      wire_free_at = now + static_cast<std::int64_t>(static_cast<double>(n) / bytes_per_us);
      payload.push_back({wire_free_at + one_way.count(), n});
    }
  }
  void acknowledge() {
    for (; !acks.empty() && acks.front().at <= now; acks.pop_front()) {
      if (2 * under_way > allowed) allowed += acks.front().bytes;
      under_way -= acks.front().bytes;
    }
  }
  void receive() {
    for (; !payload.empty() && payload.front().at <= now; payload.pop_front()) {
      if (window_counts) bounded &= window.take(payload.front().bytes, time());
      delivered += payload.front().bytes;
      if (starts_slowly) acks.push_back({now + one_way.count(), payload.front().bytes});
    }
    if (!sink_reads || window.held() == 0) return;
    if (auto more = window.release(window.held(), time()))
      credit.push_back({now + one_way.count(), more});
  }
  void run(std::chrono::microseconds span) {
    for (auto end = now + span.count(); now < end; now += 10) {
      for (; !credit.empty() && credit.front().at <= now; credit.pop_front())
        sender.add(static_cast<std::uint32_t>(credit.front().bytes));
      if (starts_slowly) acknowledge();
      send();
      receive();
      bounded &= window.granted() + window.held() <= window.size()
                 && window.size() <= config::stream_credit_max;
    }
    CHECK(bounded);
  }
};

/// The size of the window in the end. All that was granted comes at once, after a while that grows
/// with it: `speed` says how many bytes come in a microsecond, the larger window makes none faster.
template <class F>
std::size_t window_on_busy_host(F speed) {
  receive_window window;
  send_credit sender;
  std::int64_t now = 0;
  for (int i = 0; i < 10000; ++i) {
    const auto n = sender.left();
    now += static_cast<std::int64_t>(static_cast<double>(n) / speed());
    sender.spend(n);
    const transports::time_point at{std::chrono::microseconds{now}};
    REQUIRE(window.take(n, at));
    sender.add(window.release(n, at));
  }
  return window.size();
}

} // namespace

TEST_CASE("a sender may send what it was granted and no more") {
  send_credit credit;
  CHECK(credit.left() == first_credit);
  credit.spend(first_credit);
  CHECK(credit.left() == 0);
  credit.add(5);
  CHECK(credit.left() == 5);
  for (int i = 0; i < 3; ++i) credit.add(0xffffffff);
  CHECK(credit.left() == 5 + 3 * std::uint64_t{0xffffffff});
}

TEST_CASE("a byte beyond the grant is a breach, the last granted one is not") {
  receive_window window;
  CHECK(window.take(first_credit, {}));
  CHECK(window.take(0, {}));
  CHECK_FALSE(window.take(1, {}));
  CHECK(window.held() == first_credit);
  CHECK_FALSE(receive_window{}.take(first_credit + 1, {}));
  CHECK_FALSE(receive_window{}.take(static_cast<std::size_t>(-1), {}));
}

TEST_CASE("credit comes back for what the sink took, in pieces worth a message") {
  receive_window window;
  REQUIRE(window.take(first_credit, {}));
  CHECK(window.release(first_credit / 4 - 1, {}) == 0);
  CHECK(window.release(1, {}) == first_credit / 4);
  CHECK(window.granted() == first_credit / 4);
  CHECK(window.release(first_credit / 2, {}) == first_credit / 2);
  CHECK(window.held() == first_credit / 4);
  CHECK(window.take(3 * first_credit / 4, {}));
  CHECK_FALSE(window.take(1, {}));
}

TEST_CASE("single bytes never leave a sender without credit") {
  receive_window window;
  send_credit sender;
  for (std::size_t i = 0; i < 4 * first_credit; ++i) {
    REQUIRE(sender.left() > 0);
    sender.spend(1);
    REQUIRE(window.take(1, {}));
    sender.add(window.release(1, {}));
  }
}

TEST_CASE("a sink that stopped gets no credit, and its window does not grow") {
  path p{5ms, 100, false};
  p.run(1s);
  CHECK(p.delivered == first_credit);
  CHECK(p.window.size() == first_credit);
  CHECK(p.sender.left() == 0);
}

TEST_CASE("a sink that stops in mid-stream holds at most one window") {
  path p{5ms, 1000};
  p.run(2s);
  auto size = p.window.size();
  p.sink_reads = false;
  p.run(1s);
  CHECK(p.window.held() <= size);
  CHECK(p.window.held() > 3 * size / 4);
  CHECK(p.window.size() == size);
}

TEST_CASE("the window grows to what a long fast path carries") {
  path p{30ms, 125}; // 1 Gbit/s, 60 ms: 7.5 MB under way
  p.run(3s);
  auto before = p.delivered;
  p.run(1s);
  CHECK(p.delivered - before > 0.95 * 125e6);
  CHECK(p.window.size() >= 8 * config::mib);
}

TEST_CASE("the window keeps ahead of a link that begins slowly") {
  path p{75ms, 25}; // 200 Mbit/s, 150 ms: 3.75 MB under way
  p.starts_slowly = true;
  p.allowed = 16 * config::kib;
  path without_credit = p;
  without_credit.sender.add(0xffffffff);
  p.run(5s);
  without_credit.window_counts = false;
  without_credit.run(5s);
  CHECK(static_cast<double>(p.delivered) > 0.97 * static_cast<double>(without_credit.delivered));
}

TEST_CASE("the window stays near what a path needs") {
  path p{30ms, 6.25}; // 50 Mbit/s, 60 ms: 375 kB under way
  p.run(20s);
  CHECK(p.window.size() <= 2 * config::mib);
  CHECK(p.delivered > 0.95 * 125e6);
}

TEST_CASE("a short path keeps a small window") {
  path p{50us, 1000}; // 8 Gbit/s, 0.1 ms
  p.run(2s);
  CHECK(p.window.size() <= config::stream_credit_unproven);
  CHECK(p.delivered > 0.9 * 2e9);
}

TEST_CASE("a slow source on a short path does not make the window grow") {
  path p{100us, 0.1}; // 100 kB/s
  p.run(60s);
  CHECK(p.window.size() <= config::stream_credit_unproven);
}

TEST_CASE("a sink that takes half of what comes does not make the window grow") {
  receive_window window;
  send_credit sender;
  std::int64_t now = 0;
  for (int i = 0; i < 100000; ++i, now += 100) {
    transports::time_point at{std::chrono::microseconds{now}};
    auto n = std::min<std::size_t>(chunk, sender.left());
    sender.spend(n);
    REQUIRE(window.take(n, at));
    sender.add(window.release(std::min<std::size_t>(window.held(), chunk / 2), at));
  }
  CHECK(window.size() == first_credit);
}

TEST_CASE("on a busy host a larger window only waits longer, and does not grow for ever") {
  CHECK(window_on_busy_host([] { return 200; }) <= config::stream_credit_unproven);
}

TEST_CASE("luck does not make the window grow") {
  std::uint32_t dice = 1;
  const auto speed = [&] {
    dice = dice * 1664525 + 1013904223;
    return 100 + 75 * (dice >> 28); // to 1225
  };
  CHECK(window_on_busy_host(speed) <= config::stream_credit_unproven);
}
