#include "actors/node_host.hpp"

#include "actors/control/control.hpp"
#include "transports/http/control_error.hpp"

#include <caf/scoped_actor.hpp>

#include <sys/eventfd.h>

namespace ockam::actors {

namespace {

/// The number of loops beside the reactor, whose threads begin at once.
std::size_t more_loops(std::size_t threads, const std::function<void()>& before) {
  if (before) before();
  return threads - 1;
}

} // namespace

node_host::node_host(std::size_t threads, const std::function<void()>& scheduler_runs)
    : loop_{std::make_shared<transports::reactor>(system_, clock_)},
      more_loops_{more_loops(threads, scheduler_runs)},
      ended_{::eventfd(0, EFD_CLOEXEC)} {}

node_options node_host::with_loops(node_options options) const {
  const auto& more = more_loops_.loops();
  if (more.empty()) return options;
  options.loops = {loop_.get()};
  options.loops.insert(options.loops.end(), more.begin(), more.end());
  return options;
}

void node_host::start() {
  thread_ = std::thread{[this] {
    loop_->run();
    over_ = true;
    ::eventfd_write(ended_.get(), 1);
  }};
}

void node_host::end() {
  loop_->stop();
  if (thread_.joinable())
    thread_.join();
  else if (!over_.exchange(true))
    loop_->run();     // ends the actors that were waiting for it
  more_loops_.stop(); // after the last words of the links
}

transports::control_reply node_host::ask(const caf::actor& control,
                                         transports::control_request request,
                                         std::chrono::milliseconds timeout) {
  transports::control_reply reply;
  const auto give_up = [&](errc code, const char* why) {
    reply = transports::reply_with(fail(code, why));
  };
  // Not a request: it would not hear of the end of an actor that owes it an answer.
  caf::scoped_actor self{system_};
  self->monitor(control);
  self->send(control, std::move(request));
  self->receive([&](transports::control_reply& told) { reply = std::move(told); },
                [&](const caf::down_msg&) { give_up(errc::unavailable, "the node is stopping"); },
                [&](const caf::error&) { give_up(errc::internal, "the node failed to answer"); },
                caf::after(timeout) >>
                    [&] { give_up(errc::timed_out, "the node did not answer in time"); });
  return reply;
}

} // namespace ockam::actors
