// Latencies, 64 buckets for each power of two: less than 1.6 % off.
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

namespace loadgen {

class histogram {
public:
  void add(std::uint64_t ns) {
    ++buckets_[index(ns)];
    ++count_, sum_ += double(ns), max_ = std::max(max_, ns);
  }
  void merge(const histogram& other) {
    for (std::size_t i = 0; i < buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
    count_ += other.count_, sum_ += other.sum_, max_ = std::max(max_, other.max_);
  }
  double quantile_us(double q) const {
    const auto wanted = std::uint64_t(q * double(count_));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < buckets_.size(); ++i)
      if ((seen += buckets_[i]) > wanted) return double(middle(i)) / 1000;
    return max_us();
  }
  double mean_us() const { return count_ ? sum_ / double(count_) / 1000 : 0; }
  double max_us() const { return double(max_) / 1000; }

private:
  static std::size_t index(std::uint64_t ns) {
    if (ns < 64) return std::size_t(ns);
    const auto exponent = 63 - __builtin_clzll(ns);
    return std::size_t(exponent - 5) * 64 + std::size_t((ns >> (exponent - 6)) & 63);
  }
  static std::uint64_t middle(std::size_t i) {
    if (i < 64) return i;
    const auto exponent = i / 64 + 5;
    return (std::uint64_t(64 + (i & 63)) << (exponent - 6)) + (1ull << (exponent - 6)) / 2;
  }

  std::vector<std::uint64_t> buckets_ = std::vector<std::uint64_t>(64 * 64);
  std::uint64_t count_ = 0, max_ = 0;
  double sum_ = 0;
};

} // namespace loadgen
