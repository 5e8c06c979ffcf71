#include "cli/process/running_node.hpp"

#include "actors/control/control.hpp"
#include "cli/process/shared_answers.hpp"
#include "cli/process/status_pages.hpp"
#include "config/defaults.hpp"
#include "transports/http/control_error.hpp"

#include <caf/scoped_actor.hpp>
#include <nlohmann/json.hpp>

#include <sys/eventfd.h>

namespace ockam::cli {

namespace {

actors::node_options with_loops(actors::node_options options, transports::reactor& home,
                                const std::vector<transports::event_loop*>& more) {
  if (more.empty()) return options;
  options.loops = {&home};
  options.loops.insert(options.loops.end(), more.begin(), more.end());
  return options;
}

} // namespace

running_node::running_node(actors::node_options options, std::size_t threads)
    : name_{options.name},
      reactor_{std::make_shared<transports::reactor>(system_, clock_)},
      more_loops_{threads - 1},
      node_{reactor_, network_, randomness_,
            with_loops(std::move(options), *reactor_, more_loops_.loops())},
      ended_{::eventfd(0, EFD_CLOEXEC)} {}

running_node::~running_node() {
  reactor_->stop();
  pulse_.end();
  if (!thread_.joinable()) reactor_->run(); // ends the actors that were waiting for it
  status_.reset();
  control_.reset();
  if (thread_.joinable()) thread_.join();
  more_loops_.stop(); // after the last words of the links
}

result<transports::endpoint> running_node::start(const transports::endpoint& at,
                                                 const std::filesystem::path& socket) {
  node_.start();
  auto bound = node_.listen(at);
  if (!bound) return bound;
  caf::scoped_actor self{system_};
  self->send(node_.control(), actors::restore_node{}); // before what commands ask
  auto control = transports::control_socket::open(socket, [this](auto request) {
    return answer(std::move(request), config::control_reply_timeout);
  });
  if (!control) return control.error();
  control_.emplace(std::move(*control));
  thread_ = std::thread{[this] {
    reactor_->run();
    ::eventfd_write(ended_.get(), 1);
  }};
  self->receive([](actors::node_restored) {}, caf::after(config::restore_patience) >> [] {});
  return bound;
}

result<transports::endpoint> running_node::serve_status(const transports::endpoint& at,
                                                        const std::string& identity) {
  const auto answers = std::make_shared<shared_answers>(
      [this](auto request) { return answer(std::move(request), config::status_reply_timeout); });
  auto made =
      transports::status_server::open(network_, at, [this, answers, identity](const auto& path) {
        const auto ask = [&](const auto& request) {
          return request.path == "/v1/health" ? health() : answers->get(request.path);
        };
        return status_page_at(path, ask, identity);
      });
  if (!made) return made.error();
  status_.emplace(std::move(*made));
  return status_->bound();
}

/// Of a busy node too: it waits for no actor, in whose mailbox others may stand.
transports::control_reply running_node::health() {
  const auto age = pulse_.age(config::status_reply_timeout);
  if (age <= config::health_busy_max) return {200, nlohmann::json{{"name", name_}}.dump()};
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(age).count();
  return transports::reply_with(
      fail(errc::timed_out, "the node has taken no turn for " + std::to_string(seconds) + " s"));
}

transports::control_reply running_node::answer(transports::control_request request,
                                               std::chrono::milliseconds timeout) {
  transports::control_reply reply;
  auto give_up = [&](errc code, const char* why) {
    reply = transports::reply_with(fail(code, why));
  };
  // Not a request: it would not hear of the end of an actor that owes it an answer.
  caf::scoped_actor self{system_};
  self->monitor(node_.control());
  self->send(node_.control(), std::move(request));
  self->receive([&](transports::control_reply& told) { reply = std::move(told); },
                [&](const caf::down_msg&) { give_up(errc::unavailable, "the node is stopping"); },
                [&](const caf::error&) { give_up(errc::internal, "the node failed to answer"); },
                caf::after(timeout) >>
                    [&] { give_up(errc::timed_out, "the node did not answer in time"); });
  return reply;
}

} // namespace ockam::cli
