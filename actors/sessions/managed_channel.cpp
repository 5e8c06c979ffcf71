#include "actors/sessions/managed_channel.hpp"

#include "config/base/log.hpp"

namespace ockam::actors {

managed_channel::managed_channel(caf::actor_config& cfg, channels::context& node,
                                 std::string address, request wanted, answer taker)
    : named_worker(cfg, node, std::move(address)),
      channels_(node),
      to_(std::move(wanted.to)),
      answer_(std::move(taker)),
      route_(*this, node, std::move(wanted.route), wanted.again, *this) {}

void managed_channel::on_start() {
  set_down_handler([this](const caf::down_msg& gone) { route_.hop_ended(gone.source); });
  route_.start();
}

void managed_channel::on_exit() {
  answer_ = nullptr;
  route_.end();
}

void managed_channel::deliver(transports::message&& m) { route_.take(m); }

std::uint64_t managed_channel::heard_on(const managed_route&) const {
  return heard_by(channels_, route_.way());
}

void managed_channel::route_lost(managed_route&, const error& why) {
  config::log_limited("channel " + route_.wanted().encryptor, config::log_level::warn,
                      "channel " + route_.wanted().encryptor + " to " + to_ + ": " + why.message);
}

void managed_channel::route_changed(managed_route&) {
  if (route_.usable()) {
    peer_ = route_.way().peer();
    if (const auto to = std::exchange(answer_, nullptr)) to(ockam::done{});
  } else if (const auto to = std::exchange(answer_, nullptr)) {
    to(route_.supervisor().why());
    quit();
  }
}

} // namespace ockam::actors
