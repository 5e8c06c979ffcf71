#include "cli/process/node_watch.hpp"

#include "cli/launch/node_sandbox.hpp"
#include "config/base/log.hpp"
#include "config/defaults.hpp"
#include "transports/io/clock.hpp"
#include "transports/io/signals.hpp"
#include "transports/sandbox/refused_calls.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace ockam::cli {

namespace {

using config::log_level;

/// Whether standard input has ended; what it says does not matter.
bool input_ended() {
  std::array<char, 4 * config::kib> ignored;
  return ::read(STDIN_FILENO, ignored.data(), ignored.size()) <= 0;
}

void stop(running_node& node, const node_watch& watch, const std::string& why) {
  config::log(log_level::info, "stopping: " + why);
  watch.told.stopping("waits for open streams to end");
  node.stop();
}

void reload(running_node& node, const node_watch& watch) {
  watch.told.reloading();
  watch.reload();
  node.reload();
  config::log(log_level::info, "reloaded");
  watch.told.ready("");
}

void obey(running_node& node, const node_watch& watch, int signals) {
  signalfd_siginfo what{};
  if (::read(signals, &what, sizeof what) != sizeof what) return;
  if (what.ssi_signo == SIGHUP && watch.told.wanted()) return reload(node, watch);
  if (what.ssi_signo == SIGQUIT) node.stop(); // a second call of stop() waits for nothing
  stop(node, watch, "signal " + std::to_string(what.ssi_signo));
}

/// How long nobody has to look at the time of day, which may jump, or stand still while a machine
/// sleeps; negative: for ever.
int patience_of(const std::optional<std::chrono::milliseconds>& period,
                const std::optional<std::uint64_t>& ends_at) {
  auto out = period.value_or(std::chrono::milliseconds{-1});
  if (!ends_at) return static_cast<int>(out.count());
  const auto now = transports::system_wall_clock{}.now();
  const std::chrono::milliseconds left = std::chrono::seconds(*ends_at > now ? *ends_at - now : 0),
                                  longest = config::standing_look_period;
  const auto look = std::min(left, longest);
  return static_cast<int>((period ? std::min(out, look) : look).count());
}

} // namespace

transports::descriptor block_signals() {
  constexpr std::array ending{SIGTERM, SIGINT, SIGHUP, SIGQUIT};
  std::signal(SIGPIPE, SIG_IGN);
  return transports::block_signals(ending);
}

void run_until_told(running_node& node, const transports::descriptor& signals,
                    const node_watch& watch) {
  std::array<pollfd, 5> watched{pollfd{node.ended(), POLLIN, 0}, pollfd{signals.get(), POLLIN, 0},
                                pollfd{watch.ends_with_input ? STDIN_FILENO : -1, POLLIN, 0},
                                pollfd{node.handed_over(), POLLIN, 0},
                                pollfd{transports::refused_event(), POLLIN, 0}};
  auto told = watch.told;
  auto period = told.alive_period();
  auto ends_at = watch.ends_at;
  const auto unproven = std::make_shared<std::atomic_flag>();
  for (;;) {
    if (::poll(watched.data(), watched.size(), patience_of(period, ends_at)) < 0) continue;
    if (ends_at && transports::system_wall_clock{}.now() >= *ends_at) {
      ends_at.reset();
      stop(node, watch, "the time of this guest is over");
      node.stop(); // nothing that is open may go on
    }
    // from the reactor: a node that hangs is to be silent
    if (period && !unproven->test_and_set())
      node.post([told, unproven] {
        told.alive();
        unproven->clear();
      });
    if (watched[0].revents != 0) return;
    if (watched[1].revents != 0)
      obey(node, {told, watch.ends_with_input, watch.reload, {}}, signals.get());
    if (watched[2].revents != 0 && input_ended()) {
      watched[2].fd = -1;
      stop(node, watch, "standard input ended");
    }
    if (watched[4].revents != 0) log_refused_calls();
    if (watched[3].revents != 0 && node.settle_handover()) {
      told = {}; // the manager listens to the next process
      period.reset();
    }
  }
}

} // namespace ockam::cli
