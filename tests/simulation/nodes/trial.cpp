#include "simulation/nodes/trial.hpp"

#include "config/base/log.hpp"
#include "simulation/nodes/node_world.hpp"
#include "simulation/nodes/violated.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace ockam::simulation::nodes {

namespace {

constexpr unsigned longest = 60; ///< seconds that a simulation may take

/// What one process of its own does. It ends without destructors if something is violated: what is
/// still there would wait for each other.
[[noreturn]] void run_here(const trial& t, bool tells, int answer) {
  ::alarm(longest);
  node_world::witness witness;
  if (tells && std::getenv("OCKAM_LOG_LEVEL"))
    if (const auto level = config::log_level_wanted())
      config::open_log(config::log_stream::standard_output, *level);
  if (tells)
    witness = [](const std::string& line) {
      std::printf("  %s\n", line.c_str());
      std::fflush(stdout);
    };
  auto* const world = new node_world(t.form, t.seed, witness);
  std::string why;
  try {
    world->run(t.events);
    delete world;
  } catch (const std::exception& e) {
    why = e.what();
    if (tells) std::printf("%s", world->describe().c_str()), std::fflush(stdout);
  }
  config::close_log();
  auto left = std::string_view(why);
  while (!left.empty()) {
    const auto n = ::write(answer, left.data(), left.size());
    if (n <= 0) break;
    left.remove_prefix(static_cast<std::size_t>(n));
  }
  ::_exit(why.empty() ? 0 : 1);
}

} // namespace

trial trial::of_seed(std::uint64_t seed) {
  trial t{seed, shape::of_seed(seed), {}};
  t.events = schedule_of(t.form, seed);
  return t;
}

std::optional<std::string> failure_of(const trial& t, bool tells) {
  std::array<int, 2> answer{};
  if (::pipe(answer.data()) != 0) throw violated("no pipe can be made");
  std::fflush(stdout);
  const auto child = ::fork();
  if (child < 0) throw violated("no process can be made");
  if (child == 0) {
    ::close(answer[0]);
    run_here(t, tells, answer[1]);
  }
  ::close(answer[1]);
  std::string why;
  std::array<char, 512> block;
  for (ssize_t n; (n = ::read(answer[0], block.data(), block.size())) > 0;)
    why.append(block.data(), static_cast<std::size_t>(n));
  ::close(answer[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFSIGNALED(status))
    return WTERMSIG(status) == SIGALRM
               ? "it does not come to an end"
               : "the process ends by signal " + std::to_string(WTERMSIG(status));
  if (WEXITSTATUS(status) != 0 && why.empty()) why = "the process ends";
  return why.empty() ? std::nullopt : std::optional(why);
}

void shrink(trial& t, const std::string& why) {
  constexpr std::size_t alike = 24; ///< letters; names and numbers come behind them
  const auto fails = [&](const trial& less) {
    const auto now = failure_of(less);
    return now && now->substr(0, alike) == why.substr(0, alike);
  };
  for (auto size = (t.events.size() + 1) / 2; size > 0; size = size == 1 ? 0 : (size + 1) / 2)
    for (std::size_t at = 0; at < t.events.size();) {
      auto less = t;
      const auto first = less.events.begin() + static_cast<std::ptrdiff_t>(at);
      less.events.erase(first,
                        first + static_cast<std::ptrdiff_t>(std::min(size, t.events.size() - at)));
      if (fails(less))
        t = std::move(less);
      else
        at += size;
    }
  for (bool again = true; again;) {
    again = false;
    for (const auto& form : simpler_than(t.form)) {
      auto less = t;
      less.form = form;
      if (!fails(less)) continue;
      t = std::move(less);
      again = true;
      break;
    }
  }
}

} // namespace ockam::simulation::nodes
