#include "actors/control/control.hpp"
#include "config/defaults.hpp"
#include "node/runtime_state.hpp"
#include "transports/http/control_error.hpp"
#include "transports/reactor/async_work.hpp"

#include <caf/scoped_actor.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace ockam {

namespace {

/// A descriptor that is readable when one of the signals has come; none if there are none.
transports::descriptor watch(const std::vector<int>& signals) {
  if (signals.empty()) return {};
  sigset_t all;
  ::sigemptyset(&all);
  for (const auto one : signals) ::sigaddset(&all, one);
  ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
  return transports::descriptor{::signalfd(-1, &all, SFD_CLOEXEC)};
}

} // namespace

runtime::state::state(const runtime_options& options)
    : loop{std::make_shared<transports::reactor>(system, clock)},
      more_loops{std::max<std::size_t>(1, options.threads) - 1},
      signals{watch(options.stop_on)},
      ended{::eventfd(0, EFD_CLOEXEC)} {
  thread = std::thread{[this] {
    loop->run();
    over = true;
    ::eventfd_write(ended.get(), 1);
  }};
}

runtime::state::~state() {
  loop->stop();
  thread.join();
  more_loops.stop(); // after the last words of the links
}

nlohmann::json runtime::state::ask(actors::node& whom, std::string method, std::string path,
                                   std::string body) {
  if (std::this_thread::get_id() == thread.get_id())
    throw failure(fail(errc::invalid, "a node cannot be asked on the nodes' own thread",
                       "call it from another one, or by blocking()"));
  transports::control_reply reply;
  const auto give_up = [&](errc code, const char* why) {
    reply = transports::reply_with(fail(code, why));
  };
  caf::scoped_actor self{system};
  self->monitor(whom.control());
  self->send(whom.control(),
             transports::control_request{std::move(method), std::move(path), std::move(body)});
  self->receive([&](transports::control_reply& told) { reply = std::move(told); },
                [&](const caf::down_msg&) { give_up(errc::unavailable, "the node has ended"); },
                [&](const caf::error&) { give_up(errc::internal, "the node failed to answer"); },
                caf::after(config::control_reply_timeout) >>
                    [&] { give_up(errc::timed_out, "the node did not answer in time"); });
  constexpr auto first_error = 300;
  if (reply.status >= first_error) throw failure(transports::read_error(reply.status, reply.body));
  return nlohmann::json::parse(reply.body);
}

void runtime::state::node_ended() {
  if (++stopped >= nodes.size()) loop->stop();
}

void runtime::state::stop() {
  loop->post([this] {
    if (nodes.empty()) return loop->stop();
    for (const auto& one : nodes) one->stop();
  });
}

runtime::runtime(const runtime_options& options) : state_(std::make_shared<state>(options)) {}

runtime::~runtime() = default;

void runtime::run() {
  pollfd both[]{{state_->ended.get(), POLLIN, 0}, {state_->signals.get(), POLLIN, 0}};
  while (::poll(both, std::size(both), -1) < 0 || both[0].revents == 0) {
    if (both[1].revents == 0) continue; // a signal for somebody else
    signalfd_siginfo which{};
    if (::read(both[1].fd, &which, sizeof which) > 0) stop();
  }
}

void runtime::stop() { state_->stop(); }

void runtime::start(std::function<std::function<void()>()> work) {
  transports::work_on_a_thread(*state_->loop, std::move(work),
                               [](const std::function<void()>& then) { then(); });
}

} // namespace ockam
