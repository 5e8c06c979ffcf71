#include "channels/workers/secure_channel.hpp"

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
      authorized_(std::move(wanted.authorized)),
      timeout_(wanted.timeout),
      answer_(std::move(taker)),
      deadline_(*this, [this] { on_deadline(); }),
      handshake_(std::make_unique<handshake>(
          handshake::initiator(self_->channel_key(), random_key(node.random)))),
      way_(std::move(wanted.listener)),
      role_(channel_role::initiator),
      encryptor_address_(std::move(wanted.encryptor)) {}

secure_channel::secure_channel(caf::actor_config& cfg, channels::context& node, std::string address,
                               first_message first, std::shared_ptr<const own_identity> self,
                               allow_list authorized, answer taker)
    : named_worker(cfg, node, std::move(address)),
      channels_(node),
      self_(std::move(self)),
      authorized_(std::move(authorized)),
      timeout_(config::handshake_timeout),
      answer_(std::move(taker)),
      deadline_(*this, [this] { on_deadline(); }),
      m1_(std::move(first.m1)),
      handshake_(std::make_unique<handshake>(
          handshake::responder(self_->channel_key(), random_key(node.random)))),
      way_(std::move(first.initiator)),
      role_(channel_role::responder) {}

// -- the handshake ------------------------------------------------------------------

void secure_channel::on_start() {
  node_.workers.add(address(), caf::actor_cast<caf::actor>(this), "secure channel",
                    role_ == channel_role::responder ? transports::reach::everybody()
                                                     : transports::reach::who_learnt_it());
  set_down_handler([this](const caf::down_msg& gone) {
    if (gone.source != leads_away_ && gone.source != encryptor_.actor) return; // an earlier way
    over_ = true;
    fail_with(fail(errc::unavailable, "the way to the peer has ended"));
  });
  if (!watch_way()) return;
  deadline_.arm(timeout_);
  const auto first = m1_.empty() ? handshake_->write({}) : handshake_->read(m1_);
  if (!first) return fail_with(first.error());
  if (role_ == channel_role::initiator) return send(*first);
  m1_ = {};
  const auto m2 = handshake_->write(own_payload());
  if (!m2) return fail_with(m2.error());
  send(*m2);
}

void secure_channel::on_deadline() {
  if (opener_) return take_newer();
  const auto missing = role_ == channel_role::initiator ? "answered" : "finished";
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
  if (opener_)
    take_record(std::move(m));
  else
    take_handshake_message(std::move(m));
}

void secure_channel::take_handshake_message(transports::message&& m) {
  const auto payload = handshake_->read(m.payload);
  if (!payload) {
    // What was not awaited changed nothing, and ends nothing.
    if (handshake_->state() != handshake_state::failed)
      return say("handshake", payload.error().message);
    return fail_with(payload.error());
  }
  auto proven = verify(*payload);
  if (!proven) return fail_with(proven.error());
  peer_ = proven->who.id();
  if (role_ == channel_role::initiator) {
    way_ = std::move(m.return_route);
    if (!watch_way()) return;
    const auto m3 = handshake_->write(own_payload());
    if (!m3) return fail_with(m3.error());
    send(*m3);
  }
  open(std::move(proven->credentials));
}

result<peer> secure_channel::verify(bytes_view payload) const {
  auto proven = verify_identity_payload(payload, handshake_->peer_key(), channels_.time.now());
  if (proven && !authorized_.admits(proven->who.id()))
    return fail(errc::denied,
                "the peer is " + to_string(proven->who.id()) + ", which is not authorized here");
  return proven;
}

/// What a peer began may take the place of what a peer began; whoever begins one here is told.
status secure_channel::make_room(const std::string& source) {
  auto& open = channels_.channels;
  if (role_ == channel_role::responder) {
    const auto place =
        open.make_place(source, peer_, [this](const channel_info& one) { return kept(one); });
    if (!place.free || place.goes) node_.counted.refuse(place.why);
    if (!place.free) return fail(errc::limit, "too many channels are open, and all are in use");
    if (!place.goes) return ockam::done{};
    ++node_.counted.channels_gave_way;
    say("handshake",
        "too many channels are open; " + place.goes->encryptor + ", silent for longest, ends");
    caf::anon_send_exit(place.goes->actor, caf::exit_reason::user_shutdown);
    return ockam::done{};
  }
  if (open.size() < node_.limits[config::limit::channels]) return ockam::done{};
  return fail(errc::limit, "too many channels are open: " + std::to_string(open.size()));
}

channel_table::keep secure_channel::kept(const channel_info& one) const {
  if (channels_.credentials.find(one.peer)) return channel_table::keep::standing;
  const auto encryptor = node_.workers.find(wire::local(one.encryptor));
  if (encryptor.open() && node_.in_use.any(encryptor.actor().id())) return channel_table::keep::use;
  return channel_table::keep::nothing;
}

std::string secure_channel::source_below() const {
  return node_.links.source(channels_.channels.link_below(way_));
}

void secure_channel::open(std::vector<presented_credential> credentials) {
  const auto source = source_below();
  if (auto full = make_room(source); !full) return fail_with(full.error());
  if (encryptor_address_.empty()) encryptor_address_ = node_.random.address();
  if (node_.workers.find(wire::local(encryptor_address_)).open())
    return fail_with(fail(errc::already_exists, "the address " + encryptor_address_ + " is taken"));
  deadline_.disarm();
  const auto keys = handshake_->keys();
  handshake_.reset();
  opener_.emplace(keys.inbound);
  transports::flow::facts about{encryptor_address_};
  if (role_ == channel_role::responder) {
    about.authorized = !authorized_.everybody();
    about.peer = peer_;
  }
  flow_ = caf::make_counted<transports::flow>(std::move(about));
  encryptor_ = transports::pinned_ref<encryptor>(
      home().spawn<encryptor>(node_, encryptor_address_, sealer(keys.outbound), way_, peer_, flow_,
                              std::string(address().value)));
  monitor(encryptor_.actor);
  node_.workers.add(wire::local(encryptor_address_), encryptor_.actor, "encryptor",
                    transports::reach::who_learnt_it());
  node_.links.mark_proven(way_.front().value, peer_);
  channel_info info{encryptor_address_,
                    std::string(address().value),
                    role_,
                    self_->who().id(),
                    peer_,
                    way_,
                    caf::actor_cast<caf::actor>(this)};
  last_sign_ = &channels_.channels.add(info, source);
  last_sign_->at = home().lately();
  look_at(std::move(credentials));
  if (channels_.credentials.waits(peer_)) held_ = std::make_unique<held_back>();
  show_newer(); // what came after m2
  config::log_event(config::log_level::info,
                    "channel " + encryptor_address_ + " with " + to_string(peer_) + " is open");
  ++node_.counted.handshakes_done;
  if (held_ && role_ == channel_role::initiator) return; // who waits here may admit the peer
  if (const auto to = std::exchange(answer_, nullptr)) to(std::move(info));
}

// -- records --------------------------------------------------------------------------

void secure_channel::take_record(transports::message&& m) {
  if (m.payload.shares()) m.payload = transports::slice::copy_of(m.payload);
  const auto opened = opener_->open({m.payload.data(), m.payload.size()});
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
    if (held_) return void(held_->closed = true);
    return close();
  }
  if (opened->plaintext.size() > noise_message_size_max)
    return say("credentials", "newer credentials that no handshake could show were dropped");
  take_credentials(std::move(std::get<refreshed_credentials>(*what)));
}

/// The initiator may have moved: what it sent last shows the way back to it (spec wire §6.1).
void secure_channel::follow(std::uint64_t nonce, const wire::route& came_by) {
  if (role_ == channel_role::initiator || nonce <= last_nonce_) return;
  last_nonce_ = nonce;
  if (leads_along(way_, came_by)) return; // as nearly always
  auto way = came_by;
  way.push_back(way_.back());
  if (!node_.workers.find(way.front()).open()) return;
  way_ = std::move(way);
  if (!watch_way()) return;
  encryptor_.object->redirect(way_);
  channels_.channels.move(encryptor_address_, way_, source_below());
}

void secure_channel::close() {
  over_ = true;
  config::log_event(config::log_level::info,
                    "channel " + encryptor_address_ + " closed by its peer");
  quit();
}

void secure_channel::pass_on(routed_payload&& inner, transports::message&& m) {
  m.payload.shrink_to(inner.payload);
  m.onward = std::move(inner.onward);
  m.return_route = std::move(inner.return_route);
  m.return_route.push_front(wire::local(encryptor_address_));
  m.peer = peer_;
  flow_->lie_on(m.entered.get(), m.afar);
  m.entered = flow_;
  m.via = nullptr;
  if (held_) return hold(std::move(m));
  node_.workers.route(std::move(m));
}

/// A copy: what it arrived in may be a large buffer that it shares with others.
void secure_channel::hold(transports::message&& m) {
  const auto size = m.payload.size();
  if (held_->messages.size() == config::held_messages_max || held_->closed
      || held_->bytes + size > config::held_bytes_max || !channels_.credentials.hold(size))
    return say("standing", "too much came before its peer was confirmed; a message was dropped");
  m.payload = transports::slice::copy_of(m.payload.view(), config::headroom, config::tailroom);
  held_->bytes += size;
  held_->messages.push_back(std::move(m));
}

void secure_channel::let_go() {
  note_standing();
  if (!held_ || channels_.credentials.waits(peer_)) return;
  const auto held = std::exchange(held_, nullptr);
  channels_.credentials.release(held->bytes);
  if (const auto to = std::exchange(answer_, nullptr))
    if (auto info = channels_.channels.find(encryptor_address_)) to(std::move(*info));
  for (auto& each : held->messages) node_.workers.route(std::move(each));
  if (held->closed) close();
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
            if (encryptor_.actor) look_at(std::move(of_peer_));
          },
          [this](standing_known) { let_go(); }};
}

bytes secure_channel::own_payload() {
  shown_ = channels_.credentials.times_presented();
  return self_->handshake_payload(shown());
}

void secure_channel::show_newer() {
  const auto times = channels_.credentials.times_presented();
  if (!encryptor_.actor || std::exchange(shown_, times) == times || shown().empty()) return;
  encryptor_.object->tell_peer(encode_refreshed_credentials(self_->who(), shown()));
}

/// Anybody can send many, and each costs signatures: one a while, the newest of those that came.
void secure_channel::take_credentials(refreshed_credentials&& newer) {
  newer_ = std::make_unique<refreshed_credentials>(std::move(newer));
  if (!deadline_.armed()) take_newer();
}

void secure_channel::take_newer() {
  const auto newer = std::exchange(newer_, nullptr);
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
  channels_.credentials.take(peer_, encryptor_address_, shown);
  note_standing();
  std::size_t size = 0;
  for (const auto& one : shown)
    size += one.credential.envelope.size() + one.issuer_key.envelope.size();
  if (size > config::credentials_kept_max) shown.clear();
  of_peer_ = std::move(shown);
}

// -- the end ----------------------------------------------------------------------------

void secure_channel::fail_with(error why) {
  say("handshake", why.message);
  if (handshake_) ++node_.counted.handshakes_failed;
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
  if (const auto held = std::exchange(held_, nullptr)) channels_.credentials.release(held->bytes);
  node_.workers.remove(wire::local(encryptor_address_)); // before others hear that it is gone
  channels_.credentials.leave(peer_, encryptor_address_);
  channels_.channels.remove(encryptor_address_);
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
