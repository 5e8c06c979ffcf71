// Simulates small worlds of whole nodes, one a seed, and shows the first in which an invariant does
// not hold: its seed, and the simplest world with the fewest events that was found to break one,
// too.
// Usage: simulate_nodes [--seeds N] [--seed FIRST] [--keep-going]      300 seeds, from 0 on
#include "simulation/nodes/trial.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/personality.h>
#include <unistd.h>

using namespace ockam::simulation::nodes;

namespace {

int usage() {
  std::fprintf(stderr, "usage: simulate_nodes [--seeds N] [--seed FIRST] [--keep-going]\n");
  return 64;
}

/// Sets of pointers are walked in the order of addresses: with the same ones a seed is the same.
void keep_addresses(char** argv) {
  const auto now = ::personality(0xffffffff);
  if (now == -1 || (now & ADDR_NO_RANDOMIZE) != 0) return;
  if (::personality(static_cast<unsigned long>(now) | ADDR_NO_RANDOMIZE) == -1) return;
  ::execv("/proc/self/exe", argv);
}

void show(trial t, const std::string& why) {
  std::printf("seed %llu: %s\n", static_cast<unsigned long long>(t.seed), why.c_str());
  std::fflush(stdout);
  shrink(t, why);
  std::printf("%s; %zu events:\n", to_string(t.form).c_str(), t.events.size());
  for (const auto& one : t.events) std::printf("  %s\n", to_string(one).c_str());
  std::printf("what happens:\n");
  const auto again = failure_of(t, true);
  std::printf("  %s\n", again.value_or("nothing is violated").c_str());
}

} // namespace

int main(int argc, char** argv) {
  std::uint64_t seeds = 300, first = 0, found = 0;
  bool goes_on = false;
  for (int i = 1; i < argc; ++i) {
    const auto number = i + 1 < argc ? std::strtoull(argv[i + 1], nullptr, 10) : 0;
    if (std::strcmp(argv[i], "--seeds") == 0 && ++i < argc)
      seeds = number;
    else if (std::strcmp(argv[i], "--seed") == 0 && ++i < argc)
      first = number;
    else if (std::strcmp(argv[i], "--keep-going") == 0)
      goes_on = true;
    else
      return usage();
  }
  keep_addresses(argv);
  const auto began = std::chrono::steady_clock::now();
  for (auto seed = first; seed < first + seeds; ++seed) {
    const auto t = trial::of_seed(seed);
    const auto why = failure_of(t);
    if (!why) continue;
    ++found;
    if (!goes_on) return show(t, *why), 1;
    std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), why->c_str());
    std::fflush(stdout);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::printf("%llu of %llu worlds hold, from seed %llu on; %.1f s\n",
              static_cast<unsigned long long>(seeds - found),
              static_cast<unsigned long long>(seeds), static_cast<unsigned long long>(first),
              took.count());
  return found > 0 ? 1 : 0;
}
