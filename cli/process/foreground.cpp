#include "cli/process/foreground.hpp"

#include "cli/launch/node_process.hpp"
#include "cli/process/node_watch.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"
#include "transports/http/service_notify.hpp"

#include <algorithm>
#include <csignal>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace ockam::cli {

namespace {

using std::chrono::milliseconds;

/// The next signal within that time, or 0.
int next_signal(const transports::descriptor& signals, milliseconds patience) {
  pollfd watched{signals.get(), POLLIN, 0};
  signalfd_siginfo what{};
  if (::poll(&watched, 1, static_cast<int>(patience.count())) <= 0) return 0;
  return ::read(signals.get(), &what, sizeof what) == sizeof what ? static_cast<int>(what.ssi_signo)
                                                                  : 0;
}

/// Ends nodes, all at once; they may let open streams end.
status end_nodes(const std::vector<std::string>& names, const transports::descriptor& signals) {
  OCKAM_TRY(home, config::home());
  std::vector<ending_process> endings;
  for (const auto& name : names) {
    OCKAM_TRY(ending, ending_process::begin(config::files_of(home, name), SIGTERM));
    if (ending) endings.push_back(std::move(*ending));
  }
  const auto until =
      std::chrono::steady_clock::now() + config::drain_timeout + config::node_end_margin;
  while (!endings.empty() && std::chrono::steady_clock::now() < until) {
    const auto told = next_signal(signals, config::status_look_period);
    for (const auto& each : endings)
      if (told == SIGTERM || told == SIGINT) each.kill();
    std::erase_if(endings, [](const auto& each) { return each.wait(milliseconds{0}); });
  }
  if (endings.empty()) return done{};
  return fail(errc::timed_out, std::to_string(endings.size()) + " nodes did not end",
              "ockam node stop --force NAME");
}

std::string in_words(const std::vector<std::string>& nodes) {
  return std::to_string(nodes.size()) + (nodes.size() == 1 ? " node runs" : " nodes run");
}

} // namespace

status stay_in_foreground(const std::function<result<std::vector<std::string>>()>& apply,
                          const std::function<void(const std::string&)>& note) {
  const auto told = transports::service_notify::take_from_environment();
  const auto signals = block_signals();
  OCKAM_TRY(nodes, apply());
  told.ready(in_words(nodes));
  const auto period = told.alive_period().value_or(milliseconds{-1});
  for (;;) {
    const auto signal = next_signal(signals, period);
    told.alive();
    if (signal == SIGHUP) {
      told.reloading();
      auto again = apply();
      if (again)
        nodes = *again;
      else
        note("the file was not applied: " + again.error().message);
      told.ready(again ? in_words(nodes) : "not applied: " + again.error().message);
    } else if (signal != 0) {
      told.stopping("waits for nodes to end");
      return end_nodes(nodes, signals);
    }
  }
}

} // namespace ockam::cli
