// Operations that are counted between the end of a warm-up and a deadline, and how they are
// reported.
#pragma once
#include "loadgen/connection.hpp"

#include <functional>

namespace loadgen {

struct timed {
  std::uint64_t start_ns, deadline_ns;

  bool counts(std::uint64_t begun_ns, std::uint64_t ended_ns) const {
    return begun_ns >= start_ns && ended_ns <= deadline_ns;
  }
  /// What is under way at the deadline has this long.
  bool given_up(std::uint64_t now) const { return now > deadline_ns + 10'000'000'000ull; }
};

/// Runs `work` in --threads threads, for --seconds after --warmup.
int run_timed(const std::function<outcome(std::size_t thread, timed)>& work);

} // namespace loadgen
