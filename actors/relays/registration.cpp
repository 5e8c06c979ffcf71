#include "actors/relays/registration.hpp"

#include "actors/relays/relay_service.hpp"
#include "actors/routing/error_text.hpp"
#include "actors/routing/route_plan.hpp"
#include "channels/workers/channel_table.hpp"
#include "config/base/log.hpp"
#include "wire/encoding/bare.hpp"

#include <caf/send.hpp>

#include <algorithm>

namespace ockam::actors {

using phase = supervisor_state::phase;

registration::registration(caf::actor_config& cfg, channels::context& node, std::string address,
                           request wanted, answer taker)
    : named_worker(cfg, node, std::move(address)),
      channels_(node),
      request_(std::move(wanted)),
      answer_(std::move(taker)),
      deadline_(*this, [this] { expire(); }),
      left_{{}, {*this, [this] { left_.way = {}; }}},
      next_{next_way{*this, node, *this},
            {*this, [this] { next_.way.failed(); }},
            {*this,
             [this] {
               watch(way_.first_hop());
               supervisor_.opened(false);
             }}},
      supervisor_(*this, node.random, *this, false) {
  // The host hears that we are gone by the end of the channel, or else of the link: then that has to
  // be ours alone.
  request_.at.shares = has_channel(request_.at.to);
}

void registration::on_start() {
  set_down_handler([this](const caf::down_msg& gone) {
    if (!way_.first_hop() || way_.first_hop().address() != gone.source) return;
    const auto what = confirmation_.awaits_first() ? "the confirmation of relay " + request_.name
                                                   : "messages for " + remote_address_;
    supervisor_.lost(fail(errc::unavailable, lost_way(way_, what)));
  });
  next_.way.start();
  supervisor_.start();
}

void registration::on_exit() {
  answer_ = nullptr;
  next_.way.stop();
  opening_.reset();
  way_ = {};
  left_.way = {};
}

// -- an attempt -----------------------------------------------------------------------

void registration::yield(bool does) {
  if (std::exchange(yields_, does) == does) return;
  if (does) return next_.way.stop();
  next_.way.start();
  if (supervisor_.usable()) return request_name(way_, {.again = true});
  left_.way = {};
  supervisor_.lost(fail(errc::unavailable, "the next process of this node did not come up"));
  supervisor_.retry_now();
}

void registration::open() {
  if (yields_) return;
  auto& timeout = request_.at.timeout;
  if (auto made = next_.way.take()) {
    way_ = std::move(*made);
    remote_address_ = next_.address;
    given_ = false;
    return next_.arrived.arm(transports::duration::zero());
  }
  given_ = timeout != transports::duration::zero();
  if (!given_) timeout = supervisor_.patience(request_.again);
  began_ = home().now();
  open_way();
}

void registration::open_way() {
  auto wanted = request_.at;
  wanted.timeout = time_left();
  opening_ = open_route(channels_, std::move(wanted), [this](result<route_handle> way) {
    run([&] {
      opening_.reset();
      way ? ask(std::move(*way)) : supervisor_.lost(way.error());
    });
  });
}

void registration::close(const error& why) {
  if (why.code == errc::timed_out) way_.suspect();
  opening_.reset();
  deadline_.disarm();
  next_.arrived.disarm();
  confirmation_.reset();
  request_.at.timeout = {};
  if (const auto& hop = way_.first_hop()) unwatch(hop);
  if (yields_) left_.way = std::exchange(way_, {});
  way_ = {}; // its host hears that the channel, or the link, has ended
}

/// What is left of the time that the present attempt has; negative when that is over.
transports::duration registration::time_left() const {
  return request_.at.timeout - (home().now() - began_);
}

status registration::admits_host(const route_handle& way) const {
  if (!request_.allow) return ockam::done{};
  const channels::access_guard gate(channels_.access, channels::resource_types::relay,
                                    request_.name, request_.allow);
  return gate.admits(way.peer());
}

void registration::ask_again() {
  if (supervisor_.state().now() == phase::stopped) return supervisor_.start();
  if (!supervisor_.usable()) return;
  if (const auto allowed = admits_host(way_); !allowed) supervisor_.stop(allowed.error());
}

void registration::ask(route_handle way) {
  way_ = std::move(way);
  const auto tried =
      std::max<transports::duration>(config::relay_channel_patience, home().now() - began_);
  deadline_.arm(opens_again() ? std::min(time_left(), tried) : time_left());
  watch(way_.first_hop());
  if (const auto allowed = admits_host(way_); !allowed) return supervisor_.stop(allowed.error());
  confirmation_.ask();
  request_name(way_, {.again = !remote_address_.empty()});
}

/// In clear the mark says whose it is, as well as that goes: to this host only.
void registration::request_name(const route_handle& by, wire::relay_request_tail tail) {
  const auto name = request_.name.empty() ? relay_service::any_name : request_.name;
  const auto& self = request_.at.self ? request_.at.self : channels_.self;
  if (self && !by.peer()) {
    const auto mark = self->mark({wire::view_of("relay"), wire::view_of(by.link_peer()),
                                  wire::view_of("/"), wire::view_of(name)});
    std::copy_n(mark.view().begin(), tail.owner.size(), tail.owner.begin());
  }
  auto onward = by.onward();
  onward.push_back(wire::local(relay_service::static_name));
  write_to(std::move(onward), transports::slice::copy_of(wire::encode_relay_request({name, tail})));
}

/// Tells the host that the name is free. A host to which no way leads has noticed by the end of the
/// way.
void registration::release() {
  if (supervisor_.usable()) request_name(way_, {.release = true});
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
  const auto* const next = next_.way.trying();
  if (next && !m.return_route.empty() && m.return_route.front() == next->onward().front())
    return take_at_next(*next, m);
  if (!way_.answers(m.peer)) return; // a guess at our address
  if (const auto notice = wire::decode_relay_notice(m.payload.view())) return take_notice(*notice);
  // Spec wire §4.1: later ones are confirmations again.
  if (confirmation_.awaits_first()) return take_confirmation(m);
  if (supervisor_.take(m)) {
    confirmation_.proven();
  } else if (confirmation_.awaits_again() && check(m)) {
    confirmation_.came_again();
    supervisor_.renew(); // the host has it again; the way through it is to be proven
  }
}

// -- before its host goes ---------------------------------------------------------------

void registration::try_next(const route_handle& way) {
  if (!admits_host(way)) return next_.way.failed();
  next_.confirmed.arm(config::session_attempt_timeout);
  request_name(way, {.again = true});
}

void registration::take_at_next(const route_handle& way, const transports::message& m) {
  if (!way.answers(m.peer)) return;
  const auto notice = wire::decode_relay_notice(m.payload.view());
  if (notice && notice->kind == wire::relay_notice_kind::asking) return;
  next_.confirmed.disarm();
  if (notice || !check(m)) return next_.way.failed();
  next_.address = m.return_route.back().value;
  config::log_limited("relay " + request_.name + " made again", config::log_level::info,
                      "relay " + next_.address + " is made again at "
                          + wire::to_string(request_.at.to) + ", before its host goes");
  next_.way.settle();
}

void registration::go_over() {
  supervisor_.lost(fail(errc::unavailable, "the node that its link leads to goes"));
}

/// What came by the relay came by its own link or channel, if it has one: streams and channels there
/// end, and the way stays until their far ends have been told.
void registration::leave() {
  if (!way_.owns_way()) return;
  if (node_.give_up_streams) node_.give_up_streams(way_.first_hop());
  const auto first = way_.onward().front().value;
  for (const auto& channel : channels_.channels.list())
    if (channel.way.front().value == first)
      caf::anon_send_exit(channel.actor, caf::exit_reason::user_shutdown);
  unwatch(way_.first_hop());
  left_.way = std::exchange(way_, {});
  left_.until.arm(config::relay_farewell);
}

void registration::take_confirmation(const transports::message& m) {
  if (auto good = check(m); !good) return supervisor_.lost(good.error());
  confirmation_.came();
  if (const auto more = time_left(); more > more.zero()) deadline_.arm(more);
  remote_address_ = m.return_route.back().value;
  if (request_.name.empty() && remote_address_.starts_with(wire::relay_prefix))
    request_.name = remote_address_.substr(wire::relay_prefix.size()); // the same one again
  supervisor_.opened(given_);
}

void registration::confirm() {
  if (yields_) return;
  if (!confirmation_.ask_again())
    return supervisor_.lost(
        fail(errc::timed_out, "nothing that was sent to relay " + remote_address_
                                  + " came back, although other messages came by "
                                    "the same way"));
  request_name(way_, {.again = true});
}

/// Whoever knows this address could have written it, so what it ends is tried again at once.
void registration::take_notice(const wire::relay_notice& notice) {
  using enum wire::relay_notice_kind;
  if (yields_ && notice.kind != asking) return;
  const auto reason = "relay " + request_.name + " at " + wire::to_string(request_.at.to) + ": "
                      + std::string(notice.reason);
  switch (notice.kind) {
  case refused:
  case denied:
    if (!confirmation_.awaits_any()) return;
    return supervisor_.lost(
        fail(notice.kind == denied ? errc::denied : errc::already_exists, reason));
  case asking:
    if (confirmation_.awaits_first()) deadline_.arm(config::session_attempt_timeout);
    return;
  case replaced:
  case ended:
    if (confirmation_.awaits_first() || !way_.first_hop()) return;
    config::log_limited("relay " + request_.name + " ended", config::log_level::warn, reason);
    leave();
    return supervisor_.lost(fail(errc::unavailable, reason));
  case wanted:
    conflict_.note(std::string(notice.reason), home().now());
    config::log_limited("relay " + request_.name + " wanted", config::log_level::warn, reason);
    return;
  }
}

std::string registration::conflict() const { return conflict_.shown(home().now()); }

/// Whether a second channel is opened where the host says nothing by the first one. That is done only
/// while a command waits: later attempts are short, and each opens a channel anyway.
bool registration::opens_again() const {
  return given_ && way_.peer() && way_.owns_way() && request_.at.encryptor.empty();
}

void registration::expire() {
  if (confirmation_.awaits_first() && opens_again() && time_left() > time_left().zero()) {
    confirmation_.reset();
    unwatch(way_.first_hop());
    way_ = {};
    return open_way();
  }
  const auto what = "no confirmation from the relay service at " + wire::to_string(request_.at.to);
  if (confirmation_.awaits_first())
    supervisor_.lost(fail(errc::timed_out,
                          no_answer(what, request_.at.timeout, way_, relay_service::static_name)));
  else if (answer_)
    supervisor_.lost(fail(errc::timed_out, "nothing that was sent to relay " + remote_address_
                                               + " came back within "
                                               + to_text(request_.at.timeout)));
}

// -- while it is up -------------------------------------------------------------------

wire::route registration::forwarding_route() const {
  auto out = way_.onward();
  if (!remote_address_.empty()) out.push_back(wire::local(remote_address_));
  return out;
}

/// What the relay passes on comes back here as long as the name is ours.
wire::route registration::proof() const {
  if (yields_) return {address()}; // it leads to the next process now: no question leaves
  auto out = forwarding_route();
  out.push_back(address());
  return out;
}

std::uint64_t registration::heard() const { return heard_by(channels_, way_); }

void registration::changed() {
  if (next_.way.ready()) supervisor_.retry_now();
  if (supervisor_.usable()) {
    config::log(config::log_level::info,
                "relay " + remote_address_ + " at " + wire::to_string(request_.at.to) + " is up");
    if (const auto to = std::exchange(answer_, nullptr)) to(ockam::done{});
    return;
  }
  if (const auto to = std::exchange(answer_, nullptr)) {
    to(supervisor_.why());
    return quit();
  }
  config::log_limited("relay " + request_.name, config::log_level::warn,
                      "relay " + request_.name + " is down: " + supervisor_.why().message);
}

} // namespace ockam::actors
