#include "channels/workers/secure_channel.hpp"

#include "channels/workers/channel_room.hpp"
#include "channels/workers/credential_table.hpp"
#include "config/base/log.hpp"
#include "transports/links/link_table.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <algorithm>

namespace ockam::channels {

namespace {

secret_key random_key(transports::randomness& random) {
  secret_key key;
  random.fill(key.fill());
  return key;
}

/// Whether a way is these hops and the one behind them.
bool leads_along(const wire::route& way, const wire::route& hops) {
  const auto all = way.items(), first = hops.items();
  return way.size() == hops.size() + 1 && all.size() > first.size()
         && std::equal(first.begin(), first.end(), all.begin());
}

} // namespace

secure_channel::secure_channel(caf::actor_config& cfg, channels::context& node, std::string address,
                               channel_request wanted, answer taker)
    : named_worker(cfg, node, std::move(address)),
      channels_(node),
      self_(std::move(wanted.self)),
      answer_(std::move(taker)),
      deadline_(*this, [this] { on_deadline(); }),
      beginning_(std::make_unique<beginning>(
          beginning{channel_handshake::initiator(*self_, std::move(wanted.authorized),
                                                 random_key(node.random)),
                    wanted.timeout, std::move(wanted.encryptor)})),
      way_(std::move(wanted.listener)) {}

secure_channel::secure_channel(caf::actor_config& cfg, channels::context& node, std::string address,
                               first_message first, std::shared_ptr<const own_identity> self,
                               allow_list authorized, answer taker)
    : named_worker(cfg, node, std::move(address)),
      channels_(node),
      self_(std::move(self)),
      answer_(std::move(taker)),
      deadline_(*this, [this] { on_deadline(); }),
      beginning_(std::make_unique<beginning>(
          beginning{channel_handshake::responder(*self_, std::move(authorized),
                                                 random_key(node.random), std::move(first.m1)),
                    config::handshake_timeout})),
      way_(std::move(first.initiator)) {}

// -- the handshake ------------------------------------------------------------------

void secure_channel::on_start() {
  node_.workers.add(address(), caf::actor_cast<caf::actor>(this), "secure channel",
                    beginning_->steps.is_initiator() ? transports::reach::who_learnt_it()
                                                     : transports::reach::everybody());
  set_down_handler([this](const caf::down_msg& gone) {
    if (gone.source != leads_away_ && gone.source != encryptor_.actor) return; // an earlier way
    over_ = true;
    fail_with(fail(errc::unavailable, "the way to the peer has ended"));
  });
  if (!watch_way()) return;
  deadline_.arm(beginning_->timeout);
  const auto first = beginning_->steps.begin(own_payload());
  if (!first) return fail_with(first.error());
  send(*first);
}

void secure_channel::on_deadline() {
  if (records_) return take_newer();
  const auto missing = beginning_->steps.is_initiator() ? "answered" : "finished";
  fail_with(fail(errc::timed_out, std::string("the handshake was not ") + missing));
}

/// The channel lives as long as what its way leads away by. False if there is none: it has failed.
bool secure_channel::watch_way() {
  const auto away = transports::leading_away(node_.workers, way_);
  if (!away.open()) {
    fail_with(fail(errc::unavailable, "the way to the peer has ended"));
    return false;
  }
  if (leads_away_ == away.actor()) return true;
  if (leads_away_) unwatch(leads_away_), node_.in_use.drop(leads_away_.id());
  leads_away_ = away.actor();
  watch(leads_away_);
  node_.in_use.add(leads_away_.id());
  return true;
}

void secure_channel::send(const bytes& handshake_message) {
  node_.workers.route(
      {way_, wire::route{address()}, transports::slice::copy_of(handshake_message)});
}

void secure_channel::deliver(transports::message&& m) {
  m.onward.pop_front();
  if (!m.onward.empty()) return say("record", "a message for somebody behind it was dropped");
  if (records_)
    take_record(std::move(m));
  else
    take_handshake_message(std::move(m));
}

void secure_channel::take_handshake_message(transports::message&& m) {
  auto& steps = beginning_->steps;
  auto proven = steps.take(m.payload, channels_.time.now());
  if (!proven) {
    // What was not awaited changed nothing, and ends nothing.
    if (steps.goes_on()) return say("handshake", proven.error().message);
    return fail_with(proven.error());
  }
  peer_ = proven->who.id();
  if (steps.is_initiator()) {
    way_ = std::move(m.return_route);
    if (!watch_way()) return;
    const auto m3 = steps.answer(own_payload());
    if (!m3) return fail_with(m3.error());
    send(*m3);
  }
  open(std::move(proven->credentials));
}

std::string secure_channel::source_below() const {
  return node_.links.source(channels_.channels.link_below(way_));
}

void secure_channel::open(std::vector<presented_credential> credentials) {
  const auto source = source_below();
  const auto initiates = beginning_->steps.is_initiator();
  const auto role = initiates ? channel_role::initiator : channel_role::responder;
  const auto gone = make_channel_room(channels_, role, source, peer_);
  if (!gone) return fail_with(gone.error());
  if (!gone->empty())
    say("handshake", "too many channels are open; " + *gone + ", silent for longest, ends");
  auto address_there = std::move(beginning_->encryptor);
  if (address_there.empty()) address_there = node_.random.address();
  if (node_.workers.find(wire::local(address_there)).open())
    return fail_with(fail(errc::already_exists, "the address " + address_there + " is taken"));
  deadline_.disarm();
  const auto begun = std::exchange(beginning_, nullptr);
  const auto keys = begun->steps.keys();
  records_.emplace(keys.inbound, !initiates);
  transports::flow::facts about{std::move(address_there)};
  if (!initiates) {
    about.authorized = !begun->steps.authorized().everybody();
    about.peer = peer_;
  }
  flow_ = caf::make_counted<transports::flow>(std::move(about));
  encryptor_ = transports::pinned_ref<encryptor>(
      home().spawn<encryptor>(node_, encryptor_address(), sealer(keys.outbound), way_, peer_, flow_,
                              std::string(address().value)));
  monitor(encryptor_.actor);
  node_.workers.add(wire::local(encryptor_address()), encryptor_.actor, "encryptor",
                    transports::reach::who_learnt_it());
  node_.links.mark_proven(way_.front().value, peer_);
  channel_info info{encryptor_address(),
                    std::string(address().value),
                    role,
                    self_->who().id(),
                    peer_,
                    way_,
                    caf::actor_cast<caf::actor>(this)};
  last_sign_ = &channels_.channels.add(info, source);
  last_sign_->at = home().lately();
  look_at(std::move(credentials));
  if (channels_.credentials.waits(peer_)) held_ = std::make_unique<held_messages>();
  show_newer(); // what came after m2
  config::log_event(config::log_level::info,
                    "channel " + encryptor_address() + " with " + to_string(peer_) + " is open");
  ++node_.counted.handshakes_done;
  if (held_ && initiates) return; // who waits here may admit the peer
  if (const auto to = std::exchange(answer_, nullptr)) to(std::move(info));
}

// -- records --------------------------------------------------------------------------

void secure_channel::take_record(transports::message&& m) {
  if (m.payload.shares()) m.payload = transports::slice::copy_of(m.payload);
  const auto opened = records_->open({m.payload.data(), m.payload.size()});
  if (!opened) return say("record", opened.error().message);
  if (last_sign_) *last_sign_ = {channels_.channels.sign_of_life(), home().lately()};
  auto what =
      decode_channel_message(opened->plaintext, config::route_hops_max, config::address_size_max);
  if (!what) return say("record", what.error().message);
  if (auto* const routed = std::get_if<routed_payload>(&*what)) {
    follow(opened->nonce, m.return_route);
    return pass_on(std::move(*routed), std::move(m));
  }
  if (std::holds_alternative<close_channel>(*what)) {
    if (held_) return held_->close();
    return close();
  }
  if (opened->plaintext.size() > noise_message_size_max)
    return say("credentials", "newer credentials that no handshake could show were dropped");
  take_credentials(std::move(std::get<refreshed_credentials>(*what)));
}

/// The initiator may have moved: what it sent last shows the way back to it (spec wire §6.1).
void secure_channel::follow(std::uint64_t nonce, const wire::route& came_by) {
  if (!records_->shows_way(nonce)) return;
  if (leads_along(way_, came_by)) return; // as nearly always
  auto way = came_by;
  way.push_back(way_.back());
  if (!node_.workers.find(way.front()).open()) return;
  way_ = std::move(way);
  if (!watch_way()) return;
  encryptor_.object->redirect(way_);
  channels_.channels.move(encryptor_address(), way_, source_below());
}

void secure_channel::close() {
  over_ = true;
  config::log_event(config::log_level::info,
                    "channel " + encryptor_address() + " closed by its peer");
  quit();
}

void secure_channel::pass_on(routed_payload&& inner, transports::message&& m) {
  m.payload.shrink_to(inner.payload);
  m.onward = std::move(inner.onward);
  m.return_route = std::move(inner.return_route);
  m.return_route.push_front(wire::local(encryptor_address()));
  m.peer = peer_;
  flow_->lie_on(m.entered.get(), m.afar);
  m.entered = flow_;
  m.via = nullptr;
  if (held_) return hold(std::move(m));
  node_.workers.route(std::move(m));
}

void secure_channel::hold(transports::message&& m) {
  if (const auto size = m.payload.size();
      !held_->has_room(size) || !channels_.credentials.hold(size))
    return say("standing", "too much came before its peer was confirmed; a message was dropped");
  held_->add(std::move(m));
}

void secure_channel::let_go() {
  note_standing();
  if (!held_ || channels_.credentials.waits(peer_)) return;
  const auto held = std::exchange(held_, nullptr);
  channels_.credentials.release(held->bytes());
  if (const auto to = std::exchange(answer_, nullptr))
    if (auto info = channels_.channels.find(encryptor_address())) to(std::move(*info));
  for (auto& each : held->take()) node_.workers.route(std::move(each));
  if (held->closed()) close();
}

// -- credentials ------------------------------------------------------------------------

/// The node's credentials are those of its own identity: a channel may prove another one.
std::span<const presented_credential> secure_channel::shown() const {
  const auto& own = channels_.self;
  if (!own || own->who().id() != self_->who().id()) return {};
  return channels_.credentials.presented();
}

caf::message_handler secure_channel::control() {
  return {[this](present_again) { show_newer(); },
          [this](look_again) {
            if (encryptor_.actor) look_at(refresh_.take_kept());
          },
          [this](standing_known) { let_go(); }};
}

channel_handshake::payload_maker secure_channel::own_payload() {
  return [this] {
    refresh_.show(channels_.credentials.times_presented());
    return self_->handshake_payload(shown());
  };
}

void secure_channel::show_newer() {
  if (!encryptor_.actor || !refresh_.show(channels_.credentials.times_presented())) return;
  if (shown().empty()) return;
  encryptor_.object->tell_peer(encode_refreshed_credentials(self_->who(), shown()));
}

/// Anybody can send many, and each costs signatures: one a while, the newest of those that came.
void secure_channel::take_credentials(refreshed_credentials&& newer) {
  refresh_.take(std::move(newer));
  if (!deadline_.armed()) take_newer();
}

void secure_channel::take_newer() {
  auto newer = refresh_.next();
  if (!newer) return;
  deadline_.arm(config::refresh_pause);
  const auto who = identity::decode(newer->history);
  if (!who || who->id() != peer_)
    return say("credentials", "newer credentials of somebody else were dropped");
  look_at(std::move(newer->credentials));
}

/// Whom a credential vouches for has a place that nobody else gets.
void secure_channel::note_standing() {
  if (!channels_.credentials.waits(peer_) && channels_.credentials.find(peer_))
    node_.links.mark_admitted(way_.front().value);
}

void secure_channel::look_at(std::vector<presented_credential> shown) {
  channels_.credentials.take(peer_, encryptor_address(), shown);
  note_standing();
  refresh_.keep(std::move(shown));
}

// -- the end ----------------------------------------------------------------------------

void secure_channel::fail_with(error why) {
  say("handshake", why.message);
  if (beginning_) ++node_.counted.handshakes_failed;
  if (const auto to = std::exchange(answer_, nullptr)) to(std::move(why));
  quit();
}

void secure_channel::on_exit() {
  answer_ = nullptr;
  if (leads_away_) node_.in_use.drop(leads_away_.id());
  leads_away_ = nullptr; // may be the other end, if this node talks to itself
  node_.workers.remove(address());
  if (flow_) flow_->end();
  if (!encryptor_.actor) return;
  if (!over_) encryptor_.object->tell_peer(encode_close());
  last_sign_ = nullptr;
  if (const auto held = std::exchange(held_, nullptr)) channels_.credentials.release(held->bytes());
  node_.workers.remove(wire::local(encryptor_address())); // before others hear that it is gone
  channels_.credentials.leave(peer_, encryptor_address());
  channels_.channels.remove(encryptor_address());
  demonitor(encryptor_.actor);
  caf::anon_send_exit(std::exchange(encryptor_, {}).actor, caf::exit_reason::user_shutdown);
}

/// What a peer sent may be part of `why`, so that can not be what the log tells lines apart by.
void secure_channel::say(std::string_view subject, std::string_view why) const {
  config::log_limited("channel " + std::string(subject), config::log_level::info,
                      "channel " + std::string(address().value) + " by way of "
                          + wire::to_string(way_) + ": " + std::string(why));
}

} // namespace ockam::channels
