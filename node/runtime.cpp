#include "config/defaults.hpp"
#include "node/runtime_state.hpp"
#include "transports/http/control_error.hpp"
#include "transports/io/signals.hpp"
#include "transports/reactor/async_work.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace ockam {

runtime::state::state(const runtime_options& options)
    : signals{options.stop_on.empty() ? transports::descriptor{}
                                      : transports::block_signals(options.stop_on)},
      host{std::max<std::size_t>(1, options.threads)} {
  host.start();
}

nlohmann::json runtime::state::ask(actors::node& whom, std::string method, std::string path,
                                   std::string body) {
  if (host.here())
    throw failure(fail(errc::invalid, "a node cannot be asked on the nodes' own thread",
                       "call it from another one, or by blocking()"));
  const auto reply = host.ask(whom.control(), {std::move(method), std::move(path), std::move(body)},
                              config::control_reply_timeout);
  if (transports::is_error(reply)) throw failure(transports::read_error(reply.status, reply.body));
  return nlohmann::json::parse(reply.body);
}

void runtime::state::node_ended() {
  if (++stopped >= nodes.size()) host.loop()->stop();
}

void runtime::state::stop() {
  host.loop()->post([this] {
    if (nodes.empty()) return host.loop()->stop();
    for (const auto& one : nodes) one->stop();
  });
}

runtime::runtime(const runtime_options& options) : state_(std::make_shared<state>(options)) {}

runtime::~runtime() = default;

void runtime::run() {
  pollfd both[]{{state_->host.ended(), POLLIN, 0}, {state_->signals.get(), POLLIN, 0}};
  while (::poll(both, std::size(both), -1) < 0 || both[0].revents == 0) {
    if (both[1].revents == 0) continue; // a signal for somebody else
    signalfd_siginfo which{};
    if (::read(both[1].fd, &which, sizeof which) > 0) stop();
  }
}

void runtime::stop() { state_->stop(); }

void runtime::start(std::function<std::function<void()>()> work) {
  transports::work_on_a_thread(*state_->host.loop(), std::move(work),
                               [](const std::function<void()>& then) { then(); });
}

} // namespace ockam
