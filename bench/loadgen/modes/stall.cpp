// A reader that stops for --seconds and then goes on: how much is swallowed meanwhile, and how
// large do the processes get? --dir up: the server stops; --dir down: this client does.
#include "loadgen/modes/modes.hpp"
#include "loadgen/parts/options.hpp"
#include "loadgen/parts/pattern.hpp"
#include "loadgen/parts/report.hpp"

#include <algorithm>
#include <atomic>
#include <thread>
#include <unistd.h>

namespace loadgen {

namespace {

/// The largest that the processes of --pids are during its life.
class peak {
public:
  ~peak() { end(); }
  std::string json() {
    end();
    return to_json(largest_kb_);
  }

private:
  void end() {
    over_ = true;
    if (sampling_.joinable()) sampling_.join();
  }
  void sample() {
    while (!over_) {
      for (std::size_t i = 0; i < largest_kb_.size(); ++i)
        largest_kb_[i] = std::max(largest_kb_[i], rss_kb(given.processes[i]));
      usleep(5000);
    }
  }
  std::vector<long> largest_kb_ = std::vector<long>(given.processes.size());
  std::atomic<bool> over_{false};
  std::thread sampling_{[this] { sample(); }};
};

/// Whether all is as it must be until `goal` bytes have come, or the end if that is 0.
bool read_on(connection& from, std::uint64_t goal, outcome& came) {
  std::vector<std::uint8_t> buffer(64 * 1024);
  while (goal == 0 || from.got < goal) {
    const auto size = recv(from.socket, buffer.data(), buffer.size(), 0);
    if (size < 0 || (size == 0 && goal > 0)) return ++came.errors, false;
    if (size == 0) break;
    if (!verify(from.seed, from.got, buffer.data(), std::size_t(size)))
      return ++came.corrupt, false;
    from.got += std::uint64_t(size), came.bytes += std::uint64_t(size);
  }
  if (goal == 0 && from.got % source_unit != 0) ++came.errors;
  return true;
}

outcome stop_reading() {
  auto groups = open_connections('D');
  outcome came;
  came.first_ns = now_ns();
  for (auto& group : groups)
    for (auto& each : group) read_on(each, pattern_view_size, came);
  usleep(useconds_t(given.seconds * 1e6));
  for (auto& group : groups)
    for (auto& each : group)
      if (send_all(each.socket, "X", 1) && read_on(each, 0, came)) close(each.socket);
  came.last_ns = now_ns();
  return came;
}

outcome send_to_stopped_server() {
  auto groups = open_connections('Z', std::uint64_t(given.seconds * 1000));
  const auto deadline = now_ns() + ns_of(given.seconds * 0.9);
  return in_parallel([&](std::size_t i) { return carry_bulk(groups[i], deadline); });
}

} // namespace

int run_stall() {
  const auto before = usage_now();
  peak sizes;
  const auto came = given.direction == "down" ? stop_reading() : send_to_stopped_server();
  const auto peak_json = sizes.json();
  return report(came, before, usage_now(),
                format(",\"rss_before_kb\":%s,\"rss_peak_kb\":%s,\"swallowed_MB\":%.1f",
                       to_json(before.rss_kb).c_str(), peak_json.c_str(),
                       double(came.bytes) / 1e6));
}

} // namespace loadgen
