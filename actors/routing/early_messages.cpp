#include "actors/routing/early_messages.hpp"

#include "config/defaults.hpp"
#include "wire/routing/relay_name.hpp"
#include "wire/routing/stream_id.hpp"

namespace ockam::actors {

namespace {

/// What lies behind the relay with a random address knows who asks, and asks again.
bool begins_something(const transports::message& m) {
  const auto& relay = m.onward.front();
  return relay.type == wire::local_type && relay.value.starts_with(wire::relay_prefix)
         && m.onward.size() > 1 && !wire::id_of(*++m.onward.begin())
         && m.payload.size() <= config::early_message_size_max;
}

} // namespace

bool early_messages::take(transports::message& m) {
  if (ended() || gives_up_ || kept_.size() >= config::early_messages_max || !begins_something(m))
    return false;
  m.payload = transports::slice::copy_of(m.payload.view()); // which does not hold its slab
  kept_.push_back({std::move(m), home().now() + config::early_kept_for});
  if (!look_.armed()) look_.arm(config::early_look_period);
  return true;
}

void early_messages::look() {
  const auto now = home().now();
  auto kept = std::exchange(kept_, {});
  std::vector<early> gone;
  for (auto& each : kept) {
    const auto is_there = workers_.find(each.message.onward.front()).open();
    (is_there || each.until <= now ? gone : kept_).push_back(std::move(each));
  }
  if (!kept_.empty()) look_.arm(config::early_look_period);
  gives_up_ = true; // a relay may end meanwhile
  for (auto& each : gone)
    if (const auto& from = each.message.entered; !from || from->is_heard())
      workers_.route(std::move(each.message));
  gives_up_ = false;
}

} // namespace ockam::actors
