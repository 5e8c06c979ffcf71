#include "actors/relays/registration.hpp"

#include "actors/relays/relay_service.hpp"
#include "actors/routing/wording.hpp"
#include "channels/workers/channel_table.hpp"
#include "config/base/log.hpp"
#include "wire/encoding/bare.hpp"

#include <algorithm>

namespace ockam::actors {

using phase = session_state::phase;

registration::registration(caf::actor_config& cfg, channels::context& node, std::string address,
                           request wanted, answer taker)
    : named_worker(cfg, node, std::move(address)),
      channels_(node),
      request_(std::move(wanted)),
      answer_(std::move(taker)),
      deadline_(*this, [this] { expire(); }),
      session_(*this, node.random, *this, false) {}

void registration::on_start() {
  set_down_handler([this](const caf::down_msg& gone) {
    if (!way_.first_hop() || way_.first_hop().address() != gone.source) return;
    const auto what =
        waiting_ ? "the confirmation of relay " + request_.name : "messages for " + remote_address_;
    session_.lost(fail(errc::unavailable, lost_way(way_, what)));
  });
  session_.start();
}

void registration::on_exit() {
  answer_ = nullptr;
  opening_.reset();
  way_ = {};
}

// -- an attempt -----------------------------------------------------------------------

void registration::open() {
  auto& timeout = request_.at.timeout;
  given_ = timeout != transports::duration::zero();
  if (!given_) timeout = session_.patience(request_.again);
  began_ = home().now();
  opening_ = open_route(channels_, request_.at, [this](result<opened_route> way) {
    run([&] {
      opening_.reset();
      way ? ask(std::move(*way)) : session_.lost(way.error());
    });
  });
}

void registration::close(const error&) {
  opening_.reset();
  deadline_.disarm();
  waiting_ = false;
  request_.at.timeout = {};
  if (const auto& hop = way_.first_hop()) unwatch(hop);
  way_ = {}; // its host hears that the channel, or the link, has ended
}

status registration::admits_host() const {
  if (!request_.allow) return ockam::done{};
  const channels::guard gate(channels_.access, channels::resource_types::relay, request_.name,
                             request_.allow);
  return gate.admits(way_.peer());
}

void registration::ask_again() {
  if (session_.state().now() == phase::stopped) return session_.start();
  if (!session_.carries()) return;
  if (const auto allowed = admits_host(); !allowed) session_.stop(allowed.error());
}

void registration::ask(opened_route way) {
  way_ = std::move(way);
  deadline_.arm(request_.at.timeout - (home().now() - began_));
  watch(way_.first_hop());
  if (const auto allowed = admits_host(); !allowed) return session_.stop(allowed.error());
  waiting_ = true;
  const auto name = request_.name.empty() ? relay_service::any_name : request_.name;
  auto onward = way_.onward();
  onward.push_back(wire::local(relay_service::static_name));
  write_to(std::move(onward), transports::slice::copy_of(wire::encode_text(name)));
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
  if (!way_.answers(m.peer)) return; // a guess at our address
  // Spec wire §4.1: later ones are confirmations again.
  if (waiting_)
    take_confirmation(m);
  else
    session_.take(m);
}

void registration::take_confirmation(const transports::message& m) {
  if (auto good = check(m); !good) return session_.lost(good.error());
  waiting_ = false;
  remote_address_ = m.return_route.back().value;
  if (request_.name.empty() && remote_address_.starts_with(wire::relay_prefix))
    request_.name = remote_address_.substr(wire::relay_prefix.size()); // the same one again
  session_.opened(given_);
}

void registration::expire() {
  const auto what = "no confirmation from the relay service at " + wire::to_string(request_.at.to);
  if (waiting_)
    session_.lost(fail(errc::timed_out,
                       no_answer(what, request_.at.timeout, way_, relay_service::static_name)));
  else if (answer_)
    session_.lost(fail(errc::timed_out, "nothing that was sent to relay " + remote_address_
                                            + " came back within "
                                            + in_words(request_.at.timeout)));
}

// -- while it is up -------------------------------------------------------------------

wire::route registration::forwarding_route() const {
  auto out = way_.onward();
  if (!remote_address_.empty()) out.push_back(wire::local(remote_address_));
  return out;
}

/// What the relay passes on comes back here as long as the name is ours.
wire::route registration::proof() const {
  auto out = forwarding_route();
  out.push_back(address());
  return out;
}

std::uint64_t registration::heard() const { return heard_by(channels_, way_); }

void registration::changed() {
  if (session_.carries()) {
    config::log(config::log_level::info,
                "relay " + remote_address_ + " at " + wire::to_string(request_.at.to) + " is up");
    if (const auto to = std::exchange(answer_, nullptr)) to(ockam::done{});
    return;
  }
  if (const auto to = std::exchange(answer_, nullptr)) {
    to(session_.why());
    return quit();
  }
  config::log_limited("relay " + request_.name, config::log_level::warn,
                      "relay " + request_.name + " is down: " + session_.why().message);
}

} // namespace ockam::actors
