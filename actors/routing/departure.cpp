#include "actors/routing/departure.hpp"

#include "actors/routing/error_text.hpp"
#include "channels/workers/channel_table.hpp"
#include "config/base/log.hpp"
#include "config/defaults.hpp"
#include "transports/links/link_table.hpp"

#include <utility>

namespace ockam::actors {

// -- the node that goes -----------------------------------------------------------------------

departure::departure(caf::actor_config& cfg, transports::context& node,
                     std::function<void()> unneeded)
    : pinned_actor(cfg),
      node_(node),
      unneeded_(std::move(unneeded)),
      next_look_(*this, [this] { look(); }),
      began_(home().now()) {}

caf::behavior departure::make_behavior() {
  config::log(config::log_level::info,
              "this node goes, and says so on " + std::to_string(node_.links.size()) + " links");
  node_.links.tell_departure(config::drain_timeout);
  needed_by_ = node_.links.needed(config::departure_quiet);
  next_look_.arm(config::departure_look_period);
  return {[](const caf::unit_t&) {}};
}

void departure::look() {
  needed_by_ = node_.links.needed(config::departure_quiet);
  const auto waited = home().now() - began_;
  if (needed_by_ > 0 && waited < config::drain_timeout)
    return next_look_.arm(config::departure_look_period);
  if (needed_by_ == 0)
    config::log(config::log_level::info,
                "nobody needs this node any more, after " + to_text(waited));
  say();
}

void departure::hurry() {
  run([this] { say(); });
}

void departure::say() {
  needed_by_ = 0;
  quit();
  if (const auto to = std::exchange(unneeded_, nullptr)) to();
}

// -- its neighbours ---------------------------------------------------------------------------

last_use::last_use(caf::actor_config& cfg, channels::context& node, transports::departure_ptr link)
    : pinned_actor(cfg),
      node_(node),
      link_(std::move(link)),
      next_look_(*this, [this] { look(); }),
      began_(home().now()) {}

caf::behavior last_use::make_behavior() {
  next_look_.arm(config::departure_look_period); // sessions hear of it at the same time
  return {[](const caf::unit_t&) {}};
}

void last_use::look() {
  const auto link = node_.links.find(link_->address);
  if (!link || home().now() >= link_->until) return quit();
  const auto others_make_a_way = link_.use_count() > 1;
  if (others_make_a_way || is_needed(link->actor))
    return next_look_.arm(config::departure_look_period);
  node_.links.tell_unneeded(link_->address);
  quit();
}

/// Each channel below which the link is leans on the link, or on another such channel. What leans
/// there besides is used.
bool last_use::is_needed(const caf::actor& link) const {
  auto leaning = users(link.id());
  if (leaning == 0) return false;
  std::size_t channels = 0;
  for (const auto& each : node_.channels.list()) {
    if (node_.channels.link_below(each.way) != link_->address) continue;
    ++channels;
    const auto encryptor = node_.workers.find(wire::local(each.encryptor));
    if (encryptor.open()) leaning += users(encryptor.actor().id());
  }
  return leaning > channels;
}

std::size_t last_use::users(caf::actor_id hop) const {
  const auto over = home().now() - began_ >= config::departure_patience;
  return over ? node_.in_use.impatient(hop) : node_.in_use.of(hop);
}

} // namespace ockam::actors
