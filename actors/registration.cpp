#include "actors/registration.hpp"

#include "actors/relay_service.hpp"
#include "actors/wording.hpp"
#include "config/log.hpp"
#include "wire/bare.hpp"

#include <algorithm>

namespace ockam::actors {

registration::registration(caf::actor_config& cfg, channels::context& node, std::string address,
                           request wanted, answer taker)
    : named_worker(cfg, node, std::move(address)),
      channels_(node),
      request_(std::move(wanted)),
      began_(home().now()),
      answer_(std::move(taker)),
      deadline_(*this, [this] { expire(); }) {}

void registration::on_start() {
  set_down_handler([this](const caf::down_msg&) { way_ended(); });
  opening_ = open_route(channels_, request_.at, [this](result<opened_route> way) {
    run([&] { way ? ask(std::move(*way)) : finish(way.error()); });
  });
}

status registration::admits_host() const {
  if (!request_.allow) return ockam::done{};
  const channels::guard gate(channels_.access, channels::resource_types::relay, request_.name,
                             request_.allow);
  return gate.admits(way_.peer());
}

void registration::ask_again() {
  if (phase_ != phase::up) return;
  const auto allowed = admits_host();
  if (allowed) return;
  phase_ = phase::down;
  reason_ = allowed.error().message;
  unwatch(way_.first_hop());
  way_ = {}; // its host hears that the channel, or the link, has ended
  config::log(config::log_level::warn, "relay " + remote_address_ + " is down: " + reason_);
}

void registration::ask(opened_route way) {
  way_ = std::move(way);
  deadline_.arm(request_.at.timeout - (home().now() - began_));
  watch(way_.first_hop());
  phase_ = phase::waiting;
  if (const auto allowed = admits_host(); !allowed) return finish(allowed);
  const auto name = request_.name.empty() ? relay_service::any_name : request_.name;
  transports::message m;
  m.onward = way_.onward();
  m.onward.push_back(wire::local(relay_service::static_name));
  m.return_route.push_back(address());
  m.payload = transports::slice::copy_of(wire::encode_text(name));
  node_.workers.route(std::move(m));
}

status registration::check(const transports::message& m) const {
  const auto confirmed = wire::decode_text(m.payload);
  if (!confirmed || !confirmed->ends_with(request_.name))
    return fail(errc::protocol, "relay service at " + wire::to_string(request_.at.to)
                                    + ": the confirmation names another relay");
  if (m.return_route.empty() || m.return_route.back().type != wire::local_type)
    return fail(errc::protocol, "relay service at " + wire::to_string(request_.at.to)
                                    + ": the confirmation does not come from a relay");
  return ockam::done{};
}

void registration::deliver(transports::message&& m) {
  if (!way_.answers(m.peer)) return;    // a guess at our address
  if (phase_ != phase::waiting) return; // spec wire §4.1: later ones are confirmations again
  if (auto good = check(m); !good) return finish(good);
  remote_address_ = m.return_route.back().value;
  finish(ockam::done{});
}

wire::route registration::forwarding_route() const {
  auto out = way_.onward();
  if (!remote_address_.empty()) out.push_back(wire::local(remote_address_));
  return out;
}

void registration::way_ended() {
  const auto what = phase_ == phase::waiting ? "the confirmation of relay " + request_.name
                                             : std::string("messages for ") + remote_address_;
  const auto why = lost_way(way_, what);
  if (phase_ == phase::waiting) return finish(fail(errc::unavailable, why));
  phase_ = phase::down;
  reason_ = why;
  config::log(config::log_level::warn, "relay " + remote_address_ + " is down: " + reason_);
}

void registration::expire() {
  const auto what = "no confirmation from the relay service at " + wire::to_string(request_.at.to);
  finish(fail(errc::timed_out,
              no_answer(what, request_.at.timeout, way_, relay_service::static_name)));
}

void registration::finish(const status& what) {
  deadline_.disarm();
  opening_.reset();
  if (what) {
    phase_ = phase::up;
    config::log(config::log_level::info,
                "relay " + remote_address_ + " at " + wire::to_string(request_.at.to) + " is up");
  }
  if (const auto to = std::exchange(answer_, nullptr)) to(what);
  if (!what) quit();
}

void registration::on_exit() {
  answer_ = nullptr;
  opening_.reset();
  way_ = {};
}

} // namespace ockam::actors
