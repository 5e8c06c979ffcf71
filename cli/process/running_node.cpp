#include "cli/process/running_node.hpp"

#include "actors/control/control.hpp"
#include "cli/process/shared_answers.hpp"
#include "cli/process/status_pages.hpp"
#include "config/defaults.hpp"
#include "transports/http/control_error.hpp"

#include <caf/scoped_actor.hpp>
#include <nlohmann/json.hpp>

namespace ockam::cli {

running_node::running_node(actors::node_options options, std::size_t threads)
    : name_{options.name},
      host_{threads},
      node_{host_.loop(), host_.network(), host_.randomness(),
            host_.with_loops(std::move(options))} {}

/// Those who wait for an answer of the node get one before its thread has ended.
running_node::~running_node() {
  host_.loop()->stop();
  pulse_.end();
  status_.reset();
  control_.reset();
  host_.end();
}

result<transports::endpoint> running_node::start(const transports::endpoint& at,
                                                 const std::filesystem::path& socket) {
  node_.start();
  auto bound = node_.listen(at);
  if (!bound) return bound;
  caf::scoped_actor self{host_.system()};
  self->send(node_.control(), actors::restore_node{}); // before what commands ask
  OCKAM_TRY(control, transports::control_socket::open(socket, [this](auto request) {
              return answer(std::move(request), config::control_reply_timeout);
            }));
  control_.emplace(std::move(control));
  host_.start();
  self->receive([](actors::node_restored) {}, caf::after(config::restore_patience) >> [] {});
  return bound;
}

result<transports::endpoint> running_node::serve_status(const transports::endpoint& at,
                                                        const std::string& identity) {
  const auto answers = std::make_shared<shared_answers>(
      [this](auto request) { return answer(std::move(request), config::status_reply_timeout); });
  OCKAM_TRY(made, transports::status_server::open(
                      host_.network(), at, [this, answers, identity](const auto& path) {
                        const auto ask = [&](const auto& request) {
                          return request.path == "/v1/health" ? health()
                                                              : answers->get(request.path);
                        };
                        return status_page_at(path, ask, identity);
                      }));
  status_.emplace(std::move(made));
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
  return host_.ask(node_.control(), std::move(request), timeout);
}

} // namespace ockam::cli
