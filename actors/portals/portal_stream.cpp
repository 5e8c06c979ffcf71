#include "actors/portals/portal_stream.hpp"

#include "config/base/log.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <cstring>

namespace ockam::actors {

portal_stream::portal_stream(caf::actor_config& cfg, transports::context& node, group g,
                             from_client client)
    : named_worker(cfg, node, node.random.address()),
      group_(std::move(g)),
      counted_(node.counted.inlets),
      client_(std::move(client.socket)),
      far_(std::move(client.far)),
      filter_(std::move(client.filter)),
      peer_(std::move(client.outlet)),
      pinned_(client.peer),
      memory_(*node.memory, [this] { run_or_note(note::holds_most); }),
      state_(portal_state::of_inlet(far_->takes_early && !filter_)),
      timer_(*this, [this] { on_timer(); }) {}

portal_stream::portal_stream(caf::actor_config& cfg, transports::context& node, group g,
                             to_target to)
    : named_worker(cfg, node, node.random.address()),
      group_(std::move(g)),
      counted_(node.counted.outlets),
      target_(std::move(to.target)),
      patience_(to.patience),
      capabilities_(to.capabilities),
      early_(std::move(to.early)),
      paths_(to.paths),
      peer_(std::move(to.inlet)),
      pinned_(to.peer),
      source_(std::move(to.source)),
      memory_(*node.memory, [this] { run_or_note(note::holds_most); }),
      state_(portal_state::of_outlet(to.capabilities != 0)),
      timer_(*this, [this] { on_timer(); }) {}

void portal_stream::on_start() {
  if (client_) take_socket(std::move(client_));
  node_.workers.add(address(), caf::actor_cast<caf::actor>(this), "stream",
                    transports::reach::who_learnt_it());
  if (!group_->enter(*this)) return quit();
  ++counted_.streams;
  if (paths_) path_ = paths_->enter(*this, peer_, state_.extended());
  if (!open_way(std::move(peer_))) return on_way_lost();
  if (socket_) {
    timer_.arm(config::pong_doubt);
    if (tell(wire::encode_ping(capabilities_))) read_on();
  } else {
    dialing_ =
        node_.net.dial(home(), target_, patience_, [this](result<transports::connection> made) {
          run([&] { on_dialed(std::move(made)); });
        });
  }
}

void portal_stream::on_exit() {
  if (path_) paths_->leave(*this, std::exchange(path_, {}));
  waiter::leave();
  let_go();
  leave_early();
  dialing_.reset();
  if (socket_) socket_->reset(); // no effect after a proper end
  client_.reset();
  group_->leave(*this);
  node_.in_use.drop(hop_);
  memory_.give_back();
  way_ = {};
}

// -- what comes in the middle of something else -------------------------------------

caf::message_handler portal_stream::control() {
  return {[this](note n) { take_note(n); }};
}

void portal_stream::run_or_note(note n) {
  if (callable())
    run([&] { take_note(n); });
  else
    caf::anon_send(caf::actor_cast<caf::actor>(this), n);
}

void portal_stream::take_note(note n) {
  switch (n) {
  case note::go_on: return read_on();
  case note::close: return fail("given up");
  case note::way_lost: return on_way_lost();
  case note::path_dead: return on_path_dead();
  case note::make_way:
    ++node_.counted.streams_made_way;
    return fail("it ended for others, because too many are open");
  case note::holds_most:
    ++node_.counted.streams_held_most;
    return fail("too much waits in this node, and most of it in this stream");
  }
}

void portal_stream::close() { run_or_note(note::close); }

void portal_stream::lose_way() { run_or_note(note::way_lost); }

void portal_stream::lose_path() { run_or_note(note::path_dead); }

void portal_stream::make_way() { run_or_note(note::make_way); }

/// What leaves at the end of this round does not count.
void portal_stream::count_memory() {
  if (socket_)
    memory_.hold(socket_->blocked() ? socket_->queue_cost() : 0);
  else
    memory_.hold(early_data_.capacity());
}

void portal_stream::resume_input() {
  if (--pauses_ == 0) run_or_note(note::go_on);
}

void portal_stream::on_turn(bool gone) {
  if (!gone) run_or_note(note::go_on); // else the hop has ended, and lose_way() comes
}

void portal_stream::on_timer() {
  if (state_.waits() && !std::exchange(doubted_, true)) {
    if (far_->doubt) far_->doubt();
    return timer_.arm(config::pong_timeout - config::pong_doubt);
  }
  const auto abandoned = state_.phase() == stream_phase::abandoned;
  if (state_.waits() || abandoned) far_->takes_early = false;
  if (state_.waits()) return fail("no answer from the outlet");
  if (abandoned) return quit();
  switch (parting_) {
  case parting::none: return fail("slow reader");
  case parting::polite: return end();
  case parting::hard: break;
  }
  idle_looks_ = std::exchange(progress_, false) ? 0 : idle_looks_ + 1;
  if (idle_looks_ * config::delivery_poll >= config::disconnect_linger) return end();
  timer_.arm(config::delivery_poll);
  settle();
}

// -- local socket -----------------------------------------------------------------

void portal_stream::on_dialed(result<transports::connection> made) {
  dialing_.reset();
  const auto pong =
      wire::encode_pong(state_.extended() ? std::optional{capabilities_} : std::nullopt);
  if (made) {
    take_socket(std::move(made->socket));
    if (!tell(pong)) return;
    socket_->resume();
    return write_early();
  }
  ++node_.counted.targets_failed;
  config::log_limited("dial " + target_.host, config::log_level::warn, made.error().message);
  // A real inlet waits for ever for its Pong, and ignores a Disconnect before it (spec wire §11).
  if (!state_.extended()) tell(pong);
  tell(state_.fail());
  quit();
}

void portal_stream::take_socket(transports::descriptor s) {
  transports::byte_stream::owner& self = *this;
  socket_.emplace(*this, self, std::move(s));
}

bool portal_stream::may_read() const noexcept {
  return socket_ && state_.sends() && pauses_ == 0 && !waiting()
         && (!state_.extended() || credit_.left() > 0);
}

void portal_stream::on_input() {
  if (parting_ != parting::none)
    discard_input();
  else
    read_on();
}

void portal_stream::read_on() {
  using outcome = transports::byte_stream::input::outcome;
  for (int chunks = 0; may_read(); ++chunks) {
    if (chunks == config::chunks_per_turn) return socket_->resume();
    if (const auto gate = way_.way_out(); gate && !gate->enter(*this)) break;
    auto in = socket_->read(state_.extended() ? credit_.left() : config::portal_chunk);
    switch (in.what) {
    case outcome::data: break;
    case outcome::nothing: return;
    case outcome::end: return end_input();
    case outcome::failed: return fail("the local connection broke");
    }
    if (filter_ && !passes(true, in.bytes.view())) return;
    if (!send_chunk(std::move(in.bytes)) || !in.more) return;
  }
  if (socket_) socket_->pause();
}

bool portal_stream::send_chunk(transports::slice&& chunk) {
  if (state_.extended()) credit_.spend(chunk.size());
  counted_.bytes_in += chunk.size();
  if (path_) ++path_->sent;
  const auto head = wire::encode_payload_head(chunk.size());
  std::memcpy(chunk.grow_front(head.size), head.bytes.data(), head.size);
  if (const auto counter = state_.count()) {
    const auto tail = wire::encode_counter(*counter);
    std::memcpy(chunk.grow_back(tail.size()), tail.data(), tail.size());
  }
  return tell(std::move(chunk));
}

/// Asks the program whose inlet this is. Returns false if the stream has ended for it.
bool portal_stream::passes(bool from_client, wire::bytes_view data, bool end) {
  const std::string_view text{reinterpret_cast<const char*>(data.data()), data.size()};
  const auto said = from_client ? filter_->on_client(text, end) : filter_->on_server(text, end);
  if (said.rejected) reject(*said.rejected);
  return !said.rejected;
}

/// The client gets the answer in order; the outlet hears that this was not all.
void portal_stream::reject(std::string_view answer) {
  say("the program's filter refused what went through");
  tell(state_.fail());
  if (!answer.empty())
    socket_->write(transports::slice::copy_of(wire::bytes(answer.begin(), answer.end())));
  part(parting::polite);
}

void portal_stream::end_input() {
  if (filter_ && !passes(true, {}, true)) return;
  input_ended_ = true;
  tell(state_.end_local());
  const auto phase = state_.phase();
  if (phase == stream_phase::both_ended || phase == stream_phase::disconnecting)
    part(parting::polite);
}

/// Nobody wants it, but closing a socket with input left would take back what was written.
void portal_stream::discard_input() {
  using outcome = transports::byte_stream::input::outcome;
  for (int chunks = 0; chunks < config::chunks_per_turn; ++chunks) {
    const auto in = socket_->read(config::portal_chunk);
    if (in.what == outcome::nothing) return;
    if (in.what == outcome::data) {
      if (!in.more) return;
      continue;
    }
    input_ended_ = true;
    return settle();
  }
  socket_->resume();
}

void portal_stream::on_written(std::size_t bytes) {
  if (bytes > 0) {
    progress_ = true;
    counted_.bytes_out += bytes;
    if (state_.extended() && state_.receives())
      if (const auto due = window_.release(bytes, home().now()); due > 0)
        tell(wire::encode_credit(due));
    if (socket_->queued() <= config::plain_stream_queue_low) let_go();
  }
  count_memory();
  settle();
}

void portal_stream::on_broken() {
  // What came before the reset still goes to the far end; reading finds the failure behind it.
  if (input_ended_ || parting_ != parting::none || !state_.sends())
    fail("the local connection broke");
  else
    read_on();
}

// -- far end ----------------------------------------------------------------------

bool portal_stream::open_way(wire::route peer) {
  peer_ = std::move(peer);
  way_ = peer_.empty() ? transports::port{} : node_.workers.find(peer_.front());
  if (!way_.open()) return false;
  const auto away = transports::leading_away(node_.workers, peer_);
  group_->lean(*this, away.actor());
  node_.in_use.add(away.actor().id());
  node_.in_use.drop(std::exchange(hop_, away.actor().id()));
  return true;
}

void portal_stream::on_way_lost() {
  way_ = {};
  switch (state_.phase()) {
  case stream_phase::both_ended:
  case stream_phase::disconnecting:
  case stream_phase::closed: return; // all is said, or nobody is left to hear it
  default: break;
  }
  say("the way to the far end is lost");
  state_.close();
  if (socket_) socket_->reset();
  quit();
}

/// The far end finds out by itself; what it is told may reach it earlier.
void portal_stream::on_path_dead() {
  switch (state_.phase()) {
  case stream_phase::both_ended:
  case stream_phase::disconnecting:
  case stream_phase::closed: return; // as above
  default: break;
  }
  group_->count_lost();
  tell(state_.fail());
  if (socket_) socket_->reset();
  quit();
}

bool portal_stream::tell(transports::slice payload) {
  transports::message m;
  m.onward = peer_;
  m.return_route.push_back(address());
  m.payload = std::move(payload);
  if (way_.pass(std::move(m))) return true;
  on_way_lost();
  return false;
}

void portal_stream::tell(tell_peer what) {
  switch (what) {
  case tell_peer::nothing: break;
  case tell_peer::end: tell(wire::encode_end(state_.count())); break;
  case tell_peer::disconnect: tell(wire::encode_disconnect()); break;
  }
}

void portal_stream::deliver(transports::message&& m) {
  const auto direct = !early_ || m.onward.front() == address();
  m.onward.pop_front();
  if (!m.onward.empty()) return say("a message for somebody behind it was dropped");
  if (m.peer != pinned_)
    return say("a message of another sender was dropped", m.peer ? to_string(*m.peer) : "unknown");
  if (far_) ++far_->heard;
  if (path_) ++path_->heard;
  const auto what = wire::decode_portal(m.payload);
  if (!what) return say("dropped what is no portal message", what.error().message);
  if (direct) {
    if (!socket_) return; // nobody knows this address before the Pong
    leave_early();
  }
  const auto before = state_.phase();
  const auto order = state_.take(*what);
  if (far_ && (order == on_message::start || order == on_message::dismiss))
    far_->takes_early =
        (accepted_capabilities(what->capabilities) & wire::portal_early_payload) != 0;
  if (far_
      && (order == on_message::start || (order == on_message::close && waits_for_pong(before))))
    far_->refusal = what->why;
  if (order == on_message::dismiss && before != stream_phase::abandoned)
    say("the outlet takes no early payload any more");
  if (order == on_message::start) return start(before, std::move(m));
  if (order == on_message::close) return on_far_close(before);
  obey(order, *what, std::move(m));
}

void portal_stream::obey(on_message order, const wire::portal_message& what,
                         transports::message&& m) {
  switch (order) {
  case on_message::ignore:
  case on_message::start:
  case on_message::close: break;
  case on_message::dismiss: return dismiss(std::move(m));
  case on_message::write: return take_payload(what.payload, std::move(m));
  case on_message::grant: credit_.add(what.credit); return read_on();
  case on_message::finish: return finish_output();
  case on_message::refuse:
    tell(tell_peer::disconnect);
    return drop("the far end broke the protocol");
  }
}

void portal_stream::start(stream_phase before, transports::message&& pong) {
  timer_.disarm();
  const auto reads = before == stream_phase::opening || waiting(); // else it reads already
  waiter::leave(); // the way may begin with another hop from now on
  if (!open_way(std::move(pong.return_route))) return on_way_lost();
  if (reads) read_on();
}

void portal_stream::dismiss(transports::message&& pong) {
  if (open_way(std::move(pong.return_route))) tell(tell_peer::disconnect);
  quit();
}

void portal_stream::take_payload(wire::bytes_view data, transports::message&& m) {
  if (state_.extended() && !window_.take(data.size(), home().now())) {
    tell(state_.fail());
    return drop("the far end sent more than its credit");
  }
  if (!socket_) {
    if (!early_->hold(data.size())) {
      tell(state_.fail());
      return drop("too much waits for targets that are being dialed");
    }
    early_data_.insert(early_data_.end(), data.begin(), data.end());
    return count_memory();
  }
  if (filter_ && !passes(false, data)) return;
  m.payload.shrink_to(data);
  socket_->write(std::move(m.payload));
  const auto too_much = !state_.extended() && socket_->queued() > config::plain_stream_queue_max;
  count_memory();
  if (too_much) hold_back(m);
}

/// Whether all that comes by its link is of the same peer: the far end is right behind it, or behind
/// a channel, and nothing else leans on it, or it is that of a client which has no relay here.
bool portal_stream::alone_on_its_link(const transports::message& m) const {
  if (!m.entered) return true;
  const auto& about = m.entered->about();
  constexpr std::size_t link_and_stream = 2;
  if (about.name == m.return_route.front().value && !about.peer
      && m.return_route.size() > link_and_stream)
    return false;
  return node_.in_use.of(about.link) <= 1
         || (about.accepted && !node_.in_use.any_relay(about.link));
}

/// A peer without credit can only be stopped with all that comes through its link. Where that is
/// others', too, it may send more, and then the stream ends: others do not wait for it.
void portal_stream::hold_back(const transports::message& m) {
  const auto& came_by = m.return_route;
  if (held_back_ != transports::port{} || came_by.empty()) return;
  if (!alone_on_its_link(m)) {
    if (socket_->queued() <= config::plain_stream_queue_shared_max) return;
    ++node_.counted.streams_too_slow;
    return fail("slow reader, on a link that others use");
  }
  held_back_ = node_.workers.find(came_by.front());
  if (const auto link = held_back_.here()) link->pause_input();
  timer_.arm(config::slow_reader_timeout);
}

void portal_stream::let_go() {
  if (held_back_ == transports::port{}) return;
  timer_.disarm();
  const auto link = std::exchange(held_back_, {});
  if (const auto at = link.here()) at->resume_input();
}

/// What came while the target was being dialed.
void portal_stream::write_early() {
  const auto data = std::exchange(early_data_, {});
  if (early_) early_->release(data.size());
  if (!data.empty()) socket_->write(transports::slice::copy_of(data));
  if (!state_.receives()) socket_->finish();
}

void portal_stream::leave_early() {
  const auto known = std::exchange(early_, {});
  if (!known) return;
  known->remove(peer_, *this);
  known->release(early_data_.size()); // given up while dialing
}

void portal_stream::finish_output() {
  if (!socket_) return; // once it is there
  if (filter_ && !passes(false, {}, true)) return;
  socket_->finish();
  if (state_.phase() == stream_phase::both_ended) part(parting::polite);
}

/// Between ours a Disconnect says that something went wrong; elsewhere it is the usual end.
void portal_stream::on_far_close(stream_phase before) {
  timer_.disarm();
  if (waits_for_pong(before) || before == stream_phase::abandoned)
    drop("the outlet refused");
  else if (state_.extended())
    part(parting::hard);
  else
    part(parting::polite);
}

// -- the end ----------------------------------------------------------------------

void portal_stream::fail(std::string_view why) {
  if (state_.phase() != stream_phase::closed) say(why);
  tell(state_.fail());
  if (socket_) socket_->reset();
  if (state_.phase() == stream_phase::abandoned)
    timer_.arm(config::pong_timeout);
  else
    quit();
}

/// The state is closed already.
void portal_stream::drop(std::string_view why) {
  say(why);
  if (socket_) socket_->reset();
  quit();
}

void portal_stream::part(parting how) {
  parting_ = how;
  waiter::leave();
  let_go();
  if (how == parting::polite) {
    socket_->finish();
    if (!input_ended_) socket_->resume();
  } else {
    timer_.arm(config::delivery_poll);
  }
  settle();
}

void portal_stream::settle() {
  if (parting_ != parting::none && socket_->broken()) return end();
  switch (parting_) {
  case parting::none: return;
  case parting::polite:
    if (!socket_->finished()) return;
    if (input_ended_) return end();
    if (!timer_.armed()) timer_.arm(config::disconnect_linger);
    return;
  case parting::hard:
    if (socket_->delivered()) end();
    return;
  }
}

void portal_stream::end() {
  state_.close();
  if (parting_ == parting::polite && socket_->finished())
    socket_->release();
  else
    socket_->reset();
  quit();
}

void portal_stream::say(std::string_view why, std::string_view detail) const {
  auto text = "stream " + std::string(address().value) + ": " + std::string(why);
  if (!detail.empty()) text += ": " + std::string(detail);
  config::log_limited("stream " + std::string(why), config::log_level::info, text);
}

} // namespace ockam::actors
