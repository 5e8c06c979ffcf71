#include "loadgen/parts/timed.hpp"

#include "loadgen/parts/options.hpp"
#include "loadgen/parts/report.hpp"

namespace loadgen {

int run_timed(const std::function<outcome(std::size_t thread, timed)>& work) {
  const auto before = usage_now();
  const auto start = now_ns() + ns_of(given.warmup_seconds);
  const timed when{start, start + ns_of(given.seconds)};
  const auto came = in_parallel([&](std::size_t i) { return work(i, when); });
  const auto after = usage_now();
  const auto seconds = came.seconds(), counted = double(came.operations);
  const auto cpu_us = came.operations ? (after.cpu_s - before.cpu_s) * 1e6 / counted
                                            * (seconds / (seconds + given.warmup_seconds))
                                      : 0;
  const auto& l = came.latency;
  return report(came, before, after,
                format(",\"size\":%zu,\"ops\":%llu,\"per_s\":%.0f,\"mean_us\":%.1f,\"p50_us\":%.1f,"
                       "\"p90_us\":%.1f,\"p99_us\":%.1f,\"p999_us\":%.1f,\"max_us\":%.1f,"
                       "\"cpu_us_per_op\":%.2f",
                       given.size, (unsigned long long)came.operations, counted / seconds,
                       l.mean_us(), l.quantile_us(.5), l.quantile_us(.9), l.quantile_us(.99),
                       l.quantile_us(.999), l.max_us(), cpu_us));
}

} // namespace loadgen
