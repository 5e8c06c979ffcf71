// Operations that are counted between the end of a warm-up and a deadline, and how they are
// reported.
#pragma once
#include "loadgen/parts/connection.hpp"

#include <array>
#include <functional>
#include <sys/epoll.h>

namespace loadgen {

struct timed {
  std::uint64_t start_ns, deadline_ns;

  bool counts(std::uint64_t begun_ns, std::uint64_t ended_ns) const {
    return begun_ns >= start_ns && ended_ns <= deadline_ns;
  }
  /// Time for what is under way at the deadline.
  bool given_up(std::uint64_t now) const { return now > deadline_ns + 10'000'000'000ull; }
};

/// Hands what happens to `on_event(data, events)` until nothing is `open`. Each operation that is
/// still open when the patience ends is an error.
template <class OnEvent>
void until_closed(int epoll, const timed& when, const std::size_t& open, outcome& came,
                  OnEvent on_event) {
  std::array<epoll_event, 64> events;
  while (open > 0) {
    const auto count = epoll_wait(epoll, events.data(), int(events.size()), 1000);
    if (when.given_up(now_ns())) {
      came.errors += open;
      return;
    }
    for (int i = 0; i < count; ++i)
      on_event(events[std::size_t(i)].data.ptr, events[std::size_t(i)].events);
  }
}

/// Runs `work` in --threads threads, for --seconds after --warmup.
int run_timed(const std::function<outcome(std::size_t thread, timed)>& work);

} // namespace loadgen
