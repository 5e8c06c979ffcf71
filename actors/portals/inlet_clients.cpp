// The clients of an inlet: each gets a stream, or waits for a route, or is refused.
#include "actors/portals/inlet.hpp"
#include "actors/portals/portal_stream.hpp"
#include "config/base/log.hpp"

namespace ockam::actors {

void inlet::take_client(transports::connection client) {
  let_in(std::move(client.socket), home().now());
}

void inlet::let_in(transports::descriptor client, transports::time_point came) {
  if (const auto allowed = streams_->admit(); !allowed)
    return refuse(std::move(client), "", allowed.error().message);
  if (const auto* const to = carrier()) return serve(std::move(client), *to, came);
  if (const auto denied = why_denied(); !denied.empty())
    return refuse(std::move(client), " denied", denied);
  hold(std::move(client), came);
}

void inlet::serve(transports::descriptor client, const route& to, transports::time_point came) {
  const auto& way = to.kept->way();
  node_.home.spawn<portal_stream>(
      std::ref(node_), streams_,
      portal_stream::from_client{std::move(client), way.onward(), way.peer(), to.far,
                                 wanted_.filter ? wanted_.filter() : nullptr, ways_,
                                 wanted_.resume_for, came});
}

/// Most routes are back in a moment, and a client that is refused may not come again.
void inlet::hold(transports::descriptor client, transports::time_point came) {
  if (!keep(std::move(client), came)) return;
  for (const auto& each : routes_) each.kept->retry_now();
}

/// Returns false if there is no place: then the client was refused.
bool inlet::keep(transports::descriptor client, transports::time_point came) {
  if (held_.size() >= config::inlet_held_max) {
    refuse(std::move(client), " full", "too many wait for a route");
    return false;
  }
  held_.push_back({std::move(client), came, home().now() + config::inlet_hold});
  if (!patience_.armed()) patience_.arm(config::inlet_hold);
  return true;
}

void inlet::let_in() {
  if (held_.empty()) return;
  patience_.disarm();
  for (auto& client : std::exchange(held_, {})) let_in(std::move(client.socket), client.came);
}

void inlet::let_go() {
  const auto now = home().now();
  while (!held_.empty() && held_.front().until <= now) {
    refuse(std::move(held_.front().socket), " down",
           routes_.front().kept->supervisor().why().message);
    held_.pop_front();
  }
  if (!held_.empty()) patience_.arm(held_.front().until - now);
}

void inlet::refuse(transports::descriptor client, std::string_view kind,
                   std::string_view why) const {
  transports::close_with_reset(std::move(client));
  ++node_.counted.inlets.refused;
  config::log_limited("inlet " + wanted_.alias + std::string(kind), config::log_level::warn,
                      "inlet " + wanted_.alias + ": client refused: " + std::string(why));
}

/// In a while: the route may be in the middle of being lost.
void inlet::take_back(transports::descriptor client, transports::time_point came) {
  if (!keep(std::move(client), came)) return;
  hurry_ways();
  if (!offers_.armed()) offers_.arm({});
}

} // namespace ockam::actors
