// Connections that have proven that they work, then do nothing, and prove it again.
#include "loadgen/modes/modes.hpp"
#include "loadgen/parts/options.hpp"
#include "loadgen/parts/pattern.hpp"
#include "loadgen/parts/report.hpp"

#include <array>
#include <csignal>
#include <cstring>
#include <unistd.h>

namespace loadgen {

namespace {

void echo_once(const connection& over, outcome& came) {
  std::array<std::uint8_t, 64> answer;
  const auto* message = pattern_at(over.seed, 0);
  if (!send_all(over.socket, message, answer.size())
      || !receive_all(over.socket, answer.data(), answer.size()))
    ++came.errors;
  else if (std::memcmp(message, answer.data(), answer.size()) != 0)
    ++came.corrupt;
  else
    ++came.operations;
}

} // namespace

int run_idle() {
  const auto before = usage_now();
  const auto groups = open_connections('E');
  outcome came;
  for (const auto& group : groups)
    for (const auto& each : group) echo_once(each, came);
  const auto opened = usage_now();
  came.first_ns = now_ns();
  std::signal(SIGUSR1, [](int) {}); // ends the sleep
  usleep(useconds_t(given.seconds * 1e6));
  came.last_ns = now_ns();
  const auto after = usage_now();
  auto again = came;
  for (const auto& group : groups)
    for (const auto& each : group) echo_once(each, again);
  std::string each_kb;
  for (std::size_t i = 0; i < after.rss_kb.size(); ++i)
    each_kb += format("%s%.2f", i > 0 ? "," : "",
                      double(after.rss_kb[i] - before.rss_kb[i]) / given.connections);
  return report(came, opened, after,
                format(",\"ops\":%llu,\"rss_before_kb\":%s,\"rss_kb_per_conn\":[%s],"
                       "\"open_cpu_us_per_conn\":%.1f,\"idle_cpu_percent\":%.3f,\"ops_again\":%llu",
                       (unsigned long long)came.operations, to_json(before.rss_kb).c_str(),
                       each_kb.c_str(), (opened.cpu_s - before.cpu_s) * 1e6 / given.connections,
                       100 * (after.cpu_s - opened.cpu_s) / given.seconds,
                       (unsigned long long)(again.operations - came.operations)));
}

} // namespace loadgen
