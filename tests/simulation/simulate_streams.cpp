// Runs streams over paths that fail, one a seed, and shows the first that breaks an invariant: its
// seed, and the shortest list of steps found that breaks one, too.
// Usage: simulate_streams [--seeds N] [--seed FIRST]      10000 seeds, from 0 on
#include "simulation/simulated_world.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

using namespace ockam::simulation;

namespace {

std::optional<std::string> failure(const setting& s, const schedule& all,
                                   simulated_world::witness witness = {}) {
  simulated_world world{s, witness};
  try {
    world.run(all);
    return {};
  } catch (const violated& why) {
    if (witness) witness(world.describe());
    return why.what();
  }
}

/// Takes steps away for as long as something is broken without them.
void shorten(const setting& s, schedule& all) {
  for (auto size = all.size() / 2; size > 0; size = size == 1 && all.empty() ? 0 : size / 2)
    for (std::size_t at = 0; at < all.size();) {
      auto less = all;
      const auto first = less.begin() + static_cast<std::ptrdiff_t>(at);
      less.erase(first, first + static_cast<std::ptrdiff_t>(std::min(size, all.size() - at)));
      if (failure(s, less))
        all = std::move(less);
      else
        at += size;
    }
}

void lessen(setting& s, const schedule& all) {
  for (auto& gives : s.gives)
    while (gives > 0) {
      auto less = s;
      less.gives[&gives - s.gives] = gives / 2;
      if (!failure(less, all)) break;
      gives /= 2;
    }
}

int show(std::uint64_t seed, const std::string& why) {
  auto s = setting::of_seed(seed);
  schedule all;
  fill(all, seed);
  std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), why.c_str());
  lessen(s, all);
  shorten(s, all);
  std::printf("the inlet gives %zu bytes, the outlet %zu, from position %llu on%s; %zu steps:\n",
              s.gives[0], s.gives[1], static_cast<unsigned long long>(s.begin),
              s.hears_old ? ", old addresses are heard" : "", all.size());
  for (const auto& one : all) std::printf("  %s\n", to_string(one).c_str());
  std::printf("what happens:\n");
  const auto what =
      failure(s, all, [](const std::string& line) { std::printf("  %s\n", line.c_str()); });
  std::printf("  %s\n", what.value_or("nothing is broken").c_str());
  return 1;
}

} // namespace

int main(int argc, char** argv) {
  std::uint64_t seeds = 10000, first = 0;
  for (int i = 1; i < argc; ++i) {
    const auto number = i + 1 < argc ? std::strtoull(argv[i + 1], nullptr, 10) : 0;
    if (std::strcmp(argv[i], "--seeds") == 0 && ++i < argc)
      seeds = number;
    else if (std::strcmp(argv[i], "--seed") == 0 && ++i < argc)
      first = number;
    else
      return std::fprintf(stderr, "usage: simulate_streams [--seeds N] [--seed FIRST]\n"), 64;
  }
  const auto began = std::chrono::steady_clock::now();
  std::uint64_t resumes = 0, gaps = 0;
  schedule all;
  for (auto seed = first; seed < first + seeds; ++seed) {
    fill(all, seed);
    simulated_world world{setting::of_seed(seed)};
    try {
      world.run(all);
    } catch (const violated& why) {
      return show(seed, why.what());
    }
    resumes += world.resumes();
    gaps += world.gaps();
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::printf("%llu streams hold, from seed %llu on; %llu resumes, %llu gaps found; %.1f s\n",
              static_cast<unsigned long long>(seeds), static_cast<unsigned long long>(first),
              static_cast<unsigned long long>(resumes), static_cast<unsigned long long>(gaps),
              took.count());
}
