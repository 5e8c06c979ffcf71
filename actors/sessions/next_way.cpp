#include "actors/sessions/next_way.hpp"

#include "channels/workers/channel_table.hpp"
#include "config/defaults.hpp"
#include "transports/links/link_table.hpp"

#include <algorithm>
#include <utility>

namespace ockam::actors {

next_way::next_way(transports::named_worker& owner, channels::context& node, user& of,
                   transports::duration after)
    : owner_(owner),
      node_(node),
      user_(of),
      after_(after),
      look_(owner, [this] { look(); }),
      again_(owner, [this] { open(); }) {}

void next_way::start() {
  watch_ = node_.links.departing().watch(
      [this](const transports::departure_ptr& link) { owner_.run([&] { hear(link); }); });
}

void next_way::stop() {
  watch_.reset();
  end();
}

void next_way::end() {
  departing_.reset();
  hurry_.reset();
  held_.reset();
  opening_.reset();
  tried_.reset();
  settled_ = overdue_ = false;
  look_.disarm();
  again_.disarm();
}

void next_way::hear(const transports::departure_ptr& link) {
  if (node_.channels.link_below(user_.present().onward()) != link->address) return;
  hurry_.reset();
  departing_ = *link;
  held_ = link;
  look_.arm(config::departure_look_period);
  user_.leaving(true);
  // Whoever says so of each link in turn has it opened again no more often than one that fails.
  auto after = after_;
  if (taken_at_)
    after = std::max(after, *taken_at_ + config::departure_retry - owner_.home().now());
  if (after <= after.zero()) return open();
  again_.arm(after);
}

void next_way::renew() {
  if (departing_) return;
  departing_ = transports::departing_link{{}, owner_.home().now() + config::departure_hint_max};
  look_.arm(config::departure_look_period);
  open();
}

/// Pings find out by themselves in as much time whether the present way is dead.
void next_way::hurry(transports::duration patience) {
  if (departing_ || settled_) return;
  hurry_ = patience;
  const auto longest = config::pings_missed_max * config::ping_timeout;
  departing_ = transports::departing_link{{}, owner_.home().now() + longest};
  look_.arm(config::departure_look_period);
  open();
}

void next_way::calm() {
  if (hurries()) end();
}

void next_way::open() {
  if (!departing_) return;
  if (!user_.present().owns_way() || !user_.wanted_way().encryptor.empty()) return held_.reset();
  auto wanted = user_.wanted_way();
  wanted.timeout = hurry_.value_or(config::session_attempt_timeout);
  opening_ = open_route(node_, std::move(wanted), [this](result<route_handle> made) {
    owner_.run([&] {
      opening_.reset();
      if (!made) return failed();
      tried_ = std::move(*made);
      user_.try_next(*tried_);
    });
  });
}

void next_way::settle() {
  if (!tried_) return;
  settled_ = true;
  held_.reset();
  look();
}

std::optional<route_handle> next_way::take_now() {
  settled_ = tried_.has_value();
  taken_at_ = owner_.home().now();
  return take();
}

void next_way::failed() {
  tried_.reset();
  settled_ = false;
  held_.reset();
  if (!departing_ || owner_.home().now() >= departing_->until) return;
  again_.arm(hurries() ? transports::duration(config::session_pause_min)
                       : transports::duration(config::departure_retry));
}

bool next_way::stands() const {
  return tried_ && node_.workers.find(tried_->onward().front()).open();
}

void next_way::look() {
  if (!departing_) return;
  const auto over = owner_.home().now() >= departing_->until;
  if (over && !std::exchange(overdue_, true) && !hurries()) user_.leaving(false);
  if (settled_ && !stands()) failed();
  if (over && !settled_) return end();
  look_.arm(over ? transports::duration(config::departure_retry) : config::departure_look_period);
  const auto& first = user_.present().first_hop();
  if (settled_ && first && (hurries() || !node_.in_use.any(first.id()))) user_.go_over();
}

std::optional<route_handle> next_way::take() {
  std::optional<route_handle> out;
  if (settled_ && stands()) out = std::move(tried_);
  end();
  return out;
}

} // namespace ockam::actors
