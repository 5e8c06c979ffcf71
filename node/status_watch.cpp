#include "node/status_watch.hpp"

#include "actors/control/control.hpp"
#include "config/defaults.hpp"
#include "transports/http/control_error.hpp"

#include <nlohmann/json.hpp>

namespace ockam {

resource_status status_in(const nlohmann::json& described) {
  resource_status out;
  out.state = described.value("status", "up"); // an outlet has no far end
  out.reason = described.value("reason", "");
  const auto number = [&](const char* name) -> std::optional<std::int64_t> {
    const auto at = described.find(name);
    if (at == described.end() || !at->is_number()) return {};
    return at->get<std::int64_t>();
  };
  if (const auto ago = number("proven_ms_ago")) out.proven = std::chrono::milliseconds(*ago);
  if (const auto took = number("round_trip_us")) out.round_trip = std::chrono::microseconds(*took);
  return out;
}

status_watch::status_watch(caf::actor_config& cfg, caf::actor control, std::string path,
                           std::function<bool(const resource_status&)> changed)
    : pinned_actor(cfg),
      control_(std::move(control)),
      path_(std::move(path)),
      changed_(std::move(changed)),
      next_(*this, [this] {
        send(control_, transports::control_request{"GET", path_, {}});
      }) {}

caf::behavior status_watch::make_behavior() {
  next_.arm({});
  return {[this](const transports::control_reply& reply) { take(reply); }};
}

void status_watch::take(const transports::control_reply& reply) {
  if (transports::is_error(reply)) return quit();
  const auto now = status_in(nlohmann::json::parse(reply.body));
  auto text = now.state + ' ' + now.reason;
  if (text != last_ && !changed_(now)) return quit();
  last_ = std::move(text);
  next_.arm(config::status_watch_period);
}

} // namespace ockam
