// The far end of a portal stream: what is told there, and what comes from there.
#include "actors/portals/portal_stream.hpp"
#include "actors/portals/stream_search.hpp"
#include "config/base/log.hpp"

namespace ockam::actors {

bool portal_stream::open_way(wire::route peer) {
  group_->unwatch(*this);
  const auto there = at_.open(std::move(peer), can_wait());
  if (there) group_->watch(*this, at_.leading());
  return there;
}

bool portal_stream::nothing_left_to_say() const noexcept {
  switch (state_.phase()) {
  case stream_phase::both_ended: return !waits_for_last_ack();
  case stream_phase::disconnecting:
  case stream_phase::closed: return true; // or nobody is left to hear it
  default: return false;
  }
}

void portal_stream::on_way_lost() {
  at_.cut();
  if (nothing_left_to_say() || resume_.course.without_way()) return;
  if (goes_on()) return let_path_go(false);
  if (hand_back()) return;
  say("the way to the far end is lost");
  write_down(fate::cut, "the way to the far end is lost");
  state_.close();
  if (local_.socket) local_.socket->reset();
  quit();
}

/// The far end finds out by its own pings that the path is dead, but a last message may reach it
/// earlier.
void portal_stream::on_path_dead() {
  if (nothing_left_to_say()) return;
  if (goes_on()) return let_path_go(true);
  if (hand_back()) return;
  group_->count_lost();
  write_down(fate::cut, "nobody answers at the far end any more");
  tell(state_.fail());
  if (local_.socket) local_.socket->reset();
  quit();
}

bool portal_stream::tell(transports::slice payload) {
  if (resume_.course.without_way()) return false;
  if (at_.pass(std::move(payload))) return true;
  on_way_lost();
  return false;
}

void portal_stream::tell(tell_peer what) {
  switch (what) {
  case tell_peer::nothing: break;
  case tell_peer::end: tell_end(); break;
  case tell_peer::disconnect: tell(wire::encode_disconnect()); break;
  }
}

void portal_stream::tell_end() {
  if (!state_.resumes()) {
    tell(wire::encode_end(state_.count()));
    return;
  }
  if (resume_.positions.all_acked()) acks_.rest(home().lately());
  const auto repeats = resume_.positions.repeats();
  const auto position = resume_.positions.send_end();
  state_.note_sent();
  watch_acks();
  if (!repeats) tell(wire::encode_end({position, tell_received()}));
}

void portal_stream::deliver(transports::message&& m) {
  const auto direct = at_.is(m.onward.front());
  const auto answers = resume_.in_search && resume_.in_search->next.is(m.onward.front());
  m.onward.pop_front();
  if (!m.onward.empty()) return say("a message for somebody behind it was dropped");
  if (m.peer != far_.pinned)
    return say("a message of another sender was dropped", m.peer ? to_string(*m.peer) : "unknown");
  if (far_.outlet && direct) ++far_.outlet->heard;
  far_.heard |= direct;
  if (far_.path) ++far_.path->heard;
  auto what = wire::decode_portal(m.payload);
  if (!what) return say("dropped what is no portal message", what.error().message);
  if (what->kind == wire::portal_kind::pong && what->capabilities)
    *what->capabilities &= far_.capabilities; // it accepts no more than was offered
  if (answers) return take_answer(*what, std::move(m));
  if (what->kind == wire::portal_kind::resume) return take_resume(*what, m);
  if (what->kind == wire::portal_kind::forget) return forget();
  if (!direct && !far_.early) return; // it comes late, by a way that was left
  if (direct && far_.early) {
    if (!local_.socket) return; // nobody knows this address before the Pong
    leave_early();
  }
  if (state_.resumes() && state_.established())
    take_positioned(*what, std::move(m));
  else
    take(*what, std::move(m));
}

void portal_stream::take(const wire::portal_message& what, transports::message&& m) {
  const auto before = state_.phase();
  const auto order = state_.take(what);
  if (far_.outlet && (order == on_message::start || order == on_message::dismiss))
    far_.outlet->learn(accepted_capabilities(what.capabilities), what.incarnation);
  if (far_.outlet
      && (order == on_message::start || (order == on_message::close && waits_for_pong(before))))
    far_.outlet->refusal = what.why;
  if (order == on_message::dismiss && before != stream_phase::abandoned)
    say("the outlet takes no early payload any more");
  if (order == on_message::start) return start(before, std::move(m));
  if (order == on_message::close) return on_far_close(before);
  obey(order, what, std::move(m));
}

/// Between ends that count positions: what came before is no fault, and what is missing is found.
void portal_stream::take_positioned(const wire::portal_message& what, transports::message&& m) {
  using wire::portal_kind;
  using arrival = stream_positions::arrival;
  switch (what.kind) {
  case portal_kind::credit: return; // nobody of ours says it here
  case portal_kind::lost: return let_path_go(false);
  case portal_kind::position: return take_position(what.place);
  case portal_kind::payload:
  case portal_kind::end: break;
  default: return take(what, std::move(m));
  }
  if (!what.positions || !take_ack(what.positions->received))
    return refuse("the far end broke the protocol: a position that can not be");
  const auto ends = what.kind == portal_kind::end;
  const auto came =
      ends ? stream_positions::arrived{resume_.positions.take_end(what.positions->position)}
           : resume_.positions.take(what.positions->position, what.payload.size());
  switch (came.what) {
  case arrival::violation: return refuse("the far end broke the protocol: payload behind its end");
  case arrival::gap: return give_path_up("a part of it got lost on the way", true);
  case arrival::known:
    if (!ends && what.payload.empty()) return answer_probe();
    owe();
    break;
  case arrival::fresh: take_fresh(what, came.skip, std::move(m)); break;
  }
  if (closing_.lingers() && resume_.positions.all_acked()) quit();
}

void portal_stream::take_position(const wire::portal_place& said) {
  const auto blocked = resume_.positions.room() == 0;
  if (!take_ack(said.received) || !resume_.positions.allow(said.limit))
    return refuse("the far end broke the protocol: a position that can not be");
  if (closing_.lingers() && resume_.positions.all_acked()) return quit();
  if (blocked && !closing_.begun()) read_on();
}

void portal_stream::take_fresh(const wire::portal_message& what, std::size_t skip,
                               transports::message&& m) {
  auto fresh = what;
  fresh.payload = what.payload.subspan(skip);
  // The last acknowledgement does not wait: the far end is done when it comes.
  const auto last = what.kind == wire::portal_kind::end && resume_.positions.ended();
  if (last) tell_position();
  take(fresh, std::move(m));
  // Only now: the limit that goes with it is where the window has counted these bytes, too.
  if (!last && state_.phase() != stream_phase::closed) owe();
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
  resume_.course.open();
  const auto reads = before == stream_phase::opening || waiting(); // else it reads already
  waiter::leave(); // the way may begin with another hop from now on
  if (!open_way(std::move(pong.return_route))) return on_way_lost();
  if (state_.resumes()
      && !resume_.positions.all_acked()) { // sent early; nobody looked after it until now
    acks_.rest(home().now());
    watch_acks();
  }
  if (reads) read_on();
}

void portal_stream::dismiss(transports::message&& pong) {
  write_down(fate::cut, "the outlet takes no early payload any more");
  if (open_way(std::move(pong.return_route))) tell(tell_peer::disconnect);
  quit();
}

void portal_stream::take_payload(wire::bytes_view data, transports::message&& m) {
  if (state_.extended() && !window_.take(data.size(), home().now()))
    return refuse("the far end sent more than its credit");
  if (!local_.socket) {
    if (!far_.early->hold(data.size()))
      return refuse("too much waits for targets that are being dialed");
    local_.early_data.insert(local_.early_data.end(), data.begin(), data.end());
    return count_memory();
  }
  if (local_.filter && !passes(false, data)) return;
  m.payload.shrink_to(data);
  write_out(std::move(m.payload));
  const auto too_much =
      !state_.extended() && local_.socket->queued() > config::plain_stream_queue_max;
  count_memory();
  if (too_much) hold_back(m);
}

void portal_stream::leave_early() {
  const auto known = std::exchange(far_.early, {});
  if (!known) return;
  known->remove(at_.route(), *this);
  known->release(local_.early_data.size()); // given up while dialing
}

/// Between ours a Disconnect says that something went wrong; elsewhere it is the usual end.
void portal_stream::on_far_close(stream_phase before) {
  timer_.disarm();
  if (closing_.lingers()) return quit();
  if (waits_for_pong(before) || before == stream_phase::abandoned) {
    write_down(fate::refused, "the outlet refused");
    drop("the outlet refused");
  } else {
    part(state_.extended() ? close_mode::abort : close_mode::flush);
  }
}

} // namespace ockam::actors
