#include "node/hosted_worker.hpp"

#include "config/base/log.hpp"
#include "wire/encoding/bare.hpp"

#include <caf/actor_cast.hpp>

#include <exception>
#include <utility>

namespace ockam {

hosted_worker::hosted_worker(caf::actor_config& cfg, transports::context& node, std::string address,
                             channels::access_guard guard, std::unique_ptr<ockam::worker> taker)
    : named_worker(cfg, node, std::move(address)),
      guard_(std::move(guard)),
      worker_(std::move(taker)) {}

void hosted_worker::deliver(transports::message&& m) {
  if (const auto allowed = guard_.admits(m.peer); !allowed && m.entered) {
    config::log_limited("worker refused", config::log_level::info,
                        "worker " + std::string(address().value) + ": " + allowed.error().message);
    return;
  }
  ockam::request one{std::make_unique<request::state>(request::state{*this, std::move(m)})};
  try {
    worker_->deliver(one);
  } catch (const std::exception& thrown) {
    config::log_limited("worker threw", config::log_level::error,
                        "worker " + std::string(address().value) + ": " + thrown.what());
  }
}

void hosted_worker::answer(wire::route to, wire::bytes_view payload) {
  write_to(std::move(to), transports::slice::copy_of(payload));
}

request::request(std::unique_ptr<state> s) : state_(std::move(s)) {}
request::~request() = default;

std::string_view request::bytes() const { return wire::text_of(state_->what.payload.view()); }

std::string_view request::text() const {
  const auto text = wire::decode_text(state_->what.payload.view());
  return text ? *text : std::string_view();
}

std::optional<std::string> request::peer() const {
  if (const auto& who = state_->what.peer) return to_string(*who);
  return {};
}

void request::reply(std::string_view text) { reply_bytes(wire::text_of(wire::encode_text(text))); }

void request::reply_bytes(std::string_view payload) {
  if (std::exchange(state_->answered, true)) return;
  state_->taker.answer(state_->what.return_route, wire::view_of(payload));
}

std::function<void(std::string_view)> request::later() {
  if (std::exchange(state_->answered, true)) return [](std::string_view) {};
  // The actor is held, so that it can be called even when the worker has been removed.
  return [actor = caf::actor_cast<caf::strong_actor_ptr>(&state_->taker), taker = &state_->taker,
          to = std::move(state_->what.return_route)](std::string_view text) mutable {
    taker->answer(std::exchange(to, {}), wire::encode_text(text));
  };
}

} // namespace ockam
