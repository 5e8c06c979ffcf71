#include "cli/process/running_node.hpp"

#include "actors/control/control.hpp"
#include "cli/process/shared_answers.hpp"
#include "cli/process/status_pages.hpp"
#include "config/defaults.hpp"
#include "transports/http/control_error.hpp"

#include <caf/scoped_actor.hpp>
#include <nlohmann/json.hpp>

#include <future>
#include <sys/eventfd.h>
#include <utility>

namespace ockam::cli {

running_node::running_node(actors::node_options options, std::size_t threads,
                           const std::function<void()>& scheduler_runs)
    : name_{options.name},
      host_{threads, scheduler_runs},
      node_{host_.loop(), host_.network(), host_.randomness(),
            host_.with_loops(std::move(options))},
      handed_over_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {}

/// Those who wait for an answer of the node get one before its thread has ended.
running_node::~running_node() {
  next_.reset();
  host_.loop()->stop();
  pulse_.end();
  status_.reset();
  control_.reset();
  host_.end();
}

result<transports::endpoint> running_node::start(const transports::endpoint& at,
                                                 const std::filesystem::path& socket,
                                                 std::optional<inheritance> from) {
  socket_ = socket;
  node_.start();
  if (from) {
    host_.network().listening().inherit(std::move(from->sockets));
    node_.follow(std::move(from->predecessor));
  }
  auto bound = node_.listen(at);
  if (!bound) return bound;
  caf::scoped_actor self{host_.system()};
  self->send(node_.control(), actors::restore_node{}); // before what commands ask
  OCKAM_TRY(control, open_control());
  control_.emplace(std::move(control));
  host_.start();
  self->receive([](actors::node_restored) {}, caf::after(config::restore_patience) >> [] {});
  return bound;
}

result<transports::endpoint> running_node::serve_status(const transports::endpoint& at,
                                                        describe_self known) {
  const auto answers = std::make_shared<shared_answers>(
      [this](auto request) { return answer(std::move(request), config::status_reply_timeout); });
  OCKAM_TRY(made,
            transports::status_server::open(
                host_.network(), at, [this, answers, known = std::move(known)](const auto& path) {
                  const auto ask = [&](const auto& request) {
                    return request.path == "/v1/health" ? health() : answers->get(request.path);
                  };
                  return status_page_at(path, ask, known);
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

// -- the next process -----------------------------------------------------------------------

void running_node::allow_handover(handover by) {
  host_.network().listening().drop_inherited();
  handover_hooks hooks;
  hooks.allowed = std::move(by.allowed);
  hooks.sockets = [this] { return host_.network().listening().copies(); };
  hooks.offer = std::move(by.offer);
  hooks.let_go = [this,
                  free_lock = std::move(by.free_lock)](transports::descriptor link) -> status {
    const auto to = std::make_shared<transports::descriptor>(std::move(link));
    if (!run_there([this, to] { node_.let_go(std::move(*to)); }))
      return fail(errc::timed_out, "the running node takes no turn");
    free_lock();
    return done{};
  };
  hooks.take_back = [this, take_lock = std::move(by.take_lock)] {
    take_lock();
    run_there([this] { node_.take_back(); });
    // The next process may have put its own in the place of this one before it ended.
    if (auto again = open_control()) {
      const std::lock_guard held{again_mutex_};
      again_.emplace(std::move(*again));
    }
    settle_later(false);
  };
  hooks.leave = [this, left = std::move(by.left)](int pid) {
    left(pid);
    node_.leave();
    settle_later(true);
  };
  next_.emplace(std::move(hooks));
}

/// Returns false if the node took no turn in time.
bool running_node::run_there(std::function<void()> what) {
  const auto ran = std::make_shared<std::promise<void>>();
  const auto over = ran->get_future();
  post([ran, what = std::move(what)] {
    what();
    ran->set_value();
  });
  return over.wait_for(config::handover_answer) == std::future_status::ready;
}

void running_node::settle_later(bool left) {
  left_ = left;
  ::eventfd_write(handed_over_.get(), 1);
}

bool running_node::settle_handover() {
  eventfd_t ignored = 0;
  ::eventfd_read(handed_over_.get(), &ignored);
  if (left_) {
    control_.reset();
    status_.reset();
    return true;
  }
  const std::lock_guard held{again_mutex_};
  if (again_) control_ = std::exchange(again_, {});
  return false;
}

result<transports::control_socket> running_node::open_control() {
  return transports::control_socket::open(socket_, [this](auto request) {
    if (request.path == "/v1/successor") {
      if (next_) return next_->take(request);
      return transports::reply_with(fail(errc::unavailable, "node " + name_ + " is starting"));
    }
    return answer(std::move(request), config::control_reply_timeout);
  });
}

transports::control_reply running_node::answer(transports::control_request request,
                                               std::chrono::milliseconds timeout) {
  return host_.ask(node_.control(), std::move(request), timeout);
}

} // namespace ockam::cli
