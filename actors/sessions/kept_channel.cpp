#include "actors/sessions/kept_channel.hpp"

#include "config/base/log.hpp"

namespace ockam::actors {

kept_channel::kept_channel(caf::actor_config& cfg, channels::context& node, std::string address,
                           request wanted, answer taker)
    : named_worker(cfg, node, std::move(address)),
      channels_(node),
      to_(std::move(wanted.to)),
      answer_(std::move(taker)),
      route_(*this, node, std::move(wanted.route), wanted.again, *this) {}

void kept_channel::on_start() {
  set_down_handler([this](const caf::down_msg& gone) { route_.hop_ended(gone.source); });
  route_.start();
}

void kept_channel::on_exit() {
  answer_ = nullptr;
  route_.end();
}

void kept_channel::deliver(transports::message&& m) { route_.take(m); }

std::uint64_t kept_channel::heard_on(const kept_route&) const {
  return heard_by(channels_, route_.way());
}

void kept_channel::route_lost(kept_route&, const error& why) {
  config::log_limited("channel " + route_.wanted().encryptor, config::log_level::warn,
                      "channel " + route_.wanted().encryptor + " to " + to_ + ": " + why.message);
}

void kept_channel::route_changed(kept_route&) {
  if (route_.carries()) {
    peer_ = route_.way().peer();
    if (const auto to = std::exchange(answer_, nullptr)) to(ockam::done{});
  } else if (const auto to = std::exchange(answer_, nullptr)) {
    to(route_.session().why());
    quit();
  }
}

} // namespace ockam::actors
