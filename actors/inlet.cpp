#include "actors/inlet.hpp"

#include "actors/portal_stream.hpp"
#include "config/log.hpp"

#include <caf/actor_cast.hpp>

#include <algorithm>

namespace ockam::actors {

inlet::inlet(caf::actor_config& cfg, channels::context& node, settings wanted,
             std::unique_ptr<transports::acceptor> listener, std::shared_ptr<stream_group> streams,
             std::function<void()> tried)
    : pinned_actor(cfg),
      node_(node),
      wanted_(std::move(wanted)),
      bound_(listener->bound()),
      guard_(node.access, channels::resource_types::tcp_inlet, wanted_.alias, wanted_.allow),
      clients_(*this, std::move(listener),
               [this](transports::connection client) { take_client(std::move(client)); }),
      streams_(std::move(streams)),
      tried_(std::move(tried)),
      retry_(*this, [this] { open(); }),
      retry_delay_(config::inlet_retry_min) {}

caf::behavior inlet::make_behavior() {
  set_down_handler([this](const caf::down_msg& gone) {
    if (open_ && gone.source == way_.first_hop().address())
      lose_route("the first hop of its route has ended");
  });
  clients_.start();
  open();
  return {[](const caf::unit_t&) {}}; // it lives by its listener, and ends by close()
}

void inlet::on_exit() {
  stop_listening();
  opening_.reset();
  way_ = {};
  open_ = false;
  reason_ = "the inlet was deleted";
  streams_->close();
  if (const auto call = std::exchange(tried_, nullptr)) call();
}

void inlet::stop_listening() { clients_.stop(); }

void inlet::close() {
  run([this] { quit(); });
}

// -- clients ------------------------------------------------------------------------

void inlet::take_client(transports::connection client) {
  auto allowed = streams_->admit();
  if (!allowed) {
    config::log_limited("inlet " + wanted_.alias, config::log_level::warn,
                        "inlet " + wanted_.alias + ": client refused: " + allowed.error().message);
    return;
  }
  if (!open_) { // better an end than a wait without an end
    config::log_limited("inlet " + wanted_.alias + " down", config::log_level::warn,
                        "inlet " + wanted_.alias + ": client refused: " + reason_);
    return retry();
  }
  if (const auto denied = why_down(); !denied.empty()) {
    config::log_limited("inlet " + wanted_.alias + " denied", config::log_level::warn,
                        "inlet " + wanted_.alias + ": client refused: " + denied);
    return;
  }
  node_.home.spawn<portal_stream>(
      std::ref(node_), streams_,
      portal_stream::from_client{std::move(client.socket), way_.onward(), way_.peer(), far_});
}

std::string inlet::why_down() const {
  if (!open_) return reason_;
  const auto allowed = guard_.admits(way_.peer());
  return allowed ? std::string() : allowed.error().message;
}

void inlet::ask_again(const std::optional<wire::identifier>& whose) {
  const auto why = streams_->close_denied(guard_, whose);
  if (!why.empty()) config::log(config::log_level::warn, "inlet " + wanted_.alias + ": " + why);
}

// -- the route ----------------------------------------------------------------------

void inlet::open() {
  tried_at_ = home().now();
  opening_ = open_route(node_, wanted_.to, [this](result<opened_route> made) {
    run([&] { take_route(std::move(made)); });
  });
}

void inlet::take_route(result<opened_route> made) {
  opening_.reset();
  if (made) {
    open_ = true;
    reason_.clear();
    retry_delay_ = config::inlet_retry_min;
    way_ = std::move(*made);
    far_ = std::make_shared<far_outlet>();
    watch(way_.first_hop());
  } else {
    lose_route(made.error().message);
  }
  if (const auto call = std::exchange(tried_, nullptr)) call();
}

void inlet::lose_route(std::string why) {
  config::log_limited("inlet " + wanted_.alias + " lost", config::log_level::warn,
                      "inlet " + wanted_.alias + ": " + why);
  open_ = false;
  reason_ = std::move(why);
  if (const auto& hop = way_.first_hop()) unwatch(hop);
  way_ = {};
  retry_.arm(retry_delay_);
  retry_delay_ = std::min<transports::duration>(2 * retry_delay_, config::inlet_retry_max);
}

/// Somebody needs the route now.
void inlet::retry() {
  if (opening_ || home().now() - tried_at_ < config::inlet_retry_min) return;
  retry_.disarm();
  open();
}

} // namespace ockam::actors
