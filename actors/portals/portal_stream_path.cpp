// How a portal stream goes on over another path: it is detached, asks by Resume, and is attached.
#include "actors/portals/portal_stream.hpp"
#include "actors/portals/stream_search.hpp"
#include "config/base/log.hpp"

#include <caf/actor_cast.hpp>

#include <algorithm>

namespace ockam::actors {

bool portal_stream::can_wait() const noexcept {
  return state_.resumes() && resume_.waits_for_way > resume_.waits_for_way.zero();
}

/// Whether it may do without its way for some time.
bool portal_stream::goes_on() const noexcept {
  if (!can_wait()) return false;
  return resume_.course.phase() != path_phase::opening && state_.established();
}

bool portal_stream::waits_for_last_ack() const noexcept {
  return goes_on() && state_.phase() == stream_phase::both_ended && !resume_.positions.all_acked();
}

bool portal_stream::goes_to(const far_outlet& far) const noexcept {
  if (resume_.course.phase() == path_phase::resuming)
    return resume_.in_search && resume_.in_search->far.get() == &far;
  return !resume_.course.without_way() && far_.outlet.get() == &far;
}

// -- without a way --------------------------------------------------------------------

void portal_stream::give_path_up(std::string_view why, bool stands) {
  if (!goes_on()) return refuse(why);
  say(why);
  let_path_go(stands);
}

/// The hop of the present way finds this stream no more, and what it asked of it counts no more.
void portal_stream::leave_hop() {
  waiter::leave();
  local_.pauses = 0;
  group_->unwatch(*this);
}

/// The way is lost. If it stands nevertheless, the far end is told that nobody is there any more.
void portal_stream::let_path_go(bool stands) {
  if (!goes_on()) return;
  if (resume_.course.silent() == path_order::try_again)
    return search_again(); // also if it only moved
  switch (resume_.course.lost()) {
  case path_order::lose: break;
  default: return;
  }
  acks_.forget_probes();
  stop_reading();
  if (far_.paths && far_.path) far_.paths->leave(*this, std::exchange(far_.path, {}));
  const auto now = home().now();
  if (!resume_.in_search) resume_.in_search = std::make_unique<search>(*this, node_);
  auto& way = *resume_.in_search;
  way.began = now;
  // An inlet that never spoke to this stream may never have heard of it.
  const auto wait =
      resume_.ways || far_.heard
          ? resume_.waits_for_way
          : std::min<transports::duration>(resume_.waits_for_way, config::pong_timeout);
  way.until = now + wait;
  leave_hop();
  if (stands || !at_.is_open()) way.far = far_.outlet; // another one first
  if (stands && at_.is_open()) {
    at_.pass(transports::slice::copy_of(wire::encode_lost()));
    way.old = std::move(at_);
    way.old.mute();
    way.lost_again = now + config::lost_again;
  } else {
    at_.close();
  }
  way.place = group_->detached(*this), way.listed = true;
  if (ended()) return;
  way.timer.arm(wait);
  if (resume_.ways)
    seek();
  else
    way.timer.arm(std::min<transports::duration>(config::lost_again, wait));
}

/// Inlet: asks at the outlet by a route that carries, if there is one.
void portal_stream::seek() {
  if (!resume_.ways || !resume_.in_search) return;
  if (resume_.course.phase() != path_phase::detached
      && resume_.course.phase() != path_phase::resuming)
    return;
  const auto now = home().now();
  if (const auto next = resume_.in_search->asked + config::resume_interval_min; now < next)
    return resume_.in_search->timer.arm(next - now);
  auto way =
      resume_.ways->find_way(far_.pinned, resume_.in_search->denied, resume_.in_search->far.get());
  if (!way) {
    static_cast<void>(
        resume_.course.silent()); // its last question is given up with the address below
    resume_.course.no_way();
    resume_.in_search->next.close();
    resume_.ways->hurry_ways();
    return resume_.in_search->timer.arm(
        std::max<transports::duration>(resume_.in_search->until - now, {}));
  }
  if (resume_.course.offered() == path_order::resume) ask_for(std::move(*way));
}

void portal_stream::ask_for(stream_ways::found way) {
  const auto now = home().now();
  auto& next = resume_.in_search->next;
  next = attachment(node_, node_.random.address());
  next.enter(caf::actor_cast<caf::actor>(this));
  resume_.in_search->far = std::move(way.far);
  resume_.in_search->asked = now;
  // The path may be as slow as it was when nobody answered the last time.
  const auto patience = std::min(++resume_.in_search->attempts, config::resume_patience_max)
                        * config::resume_answer_timeout;
  resume_.in_search->answer_until = now + patience;
  resume_.in_search->timer.arm(
      std::min<transports::duration>(patience, resume_.in_search->until - now));
  const auto resume = wire::encode_resume(resume_.id, resume_.course.attempt(),
                                          resume_.positions.received(), limit_in());
  if (!next.open(std::move(way.outlet), true) || !next.pass(transports::slice::copy_of(resume)))
    resume_.in_search->timer.arm(config::resume_interval_min); // it is gone in this moment
}

/// Inlet: the way is about to end; if another one carries, the stream goes there, and nothing new is
/// sent until it is there.
void portal_stream::move_on() {
  if (!resume_.ways || !goes_on() || !resume_.course.attached()) return;
  auto way = resume_.ways->find_way(far_.pinned, {far_.outlet}, nullptr);
  if (!way || resume_.course.leave() != path_order::resume) return;
  resume_.in_search = std::make_unique<search>(*this, node_);
  resume_.in_search->began = home().now();
  resume_.in_search->until = resume_.in_search->began + resume_.waits_for_way;
  stop_reading();
  ask_for(std::move(*way));
}

void portal_stream::on_search_timer() {
  if (!resume_.in_search) return;
  const auto now = home().now();
  if (now >= resume_.in_search->until && resume_.course.without_way()) {
    const auto late = now - resume_.in_search->until >= config::late_look;
    if (!late || std::exchange(resume_.in_search->granted, true))
      return end_without_way(stream_end::no_way, "there was no other way to its far end in time");
    resume_.in_search->until =
        now + config::resume_answer_timeout; // this process did not run meanwhile
  }
  if (!resume_.ways) return say_lost_again(now);
  if (resume_.course.phase() == path_phase::detached) return seek();
  if (now >= resume_.in_search->answer_until || !resume_.in_search->next.is_open()) {
    if (resume_.course.silent() == path_order::try_again) return search_again();
  }
  seek();
  if (resume_.in_search && !resume_.in_search->timer.armed())
    resume_.in_search->timer.arm(std::max<transports::duration>(
        std::min(resume_.in_search->answer_until, resume_.in_search->until) - now,
        config::resume_interval_min));
}

/// Outlet: what it said may have got lost with the way.
void portal_stream::say_lost_again(transports::time_point now) {
  auto& way = *resume_.in_search;
  if (way.old.is_open() && now >= way.lost_again) {
    way.lost_again = now + config::lost_again;
    way.old.pass(transports::slice::copy_of(wire::encode_lost()));
  }
  way.timer.arm(std::clamp<transports::duration>(way.until - now, config::resume_interval_min,
                                                 config::lost_again));
}

/// Inlet: there is no old way any more, and the last Resume is not answered.
void portal_stream::search_again() {
  if (!at_.address().empty()) { // it moved
    leave_hop();
    at_.close();
    resume_.in_search->place = group_->detached(*this), resume_.in_search->listed = true;
    if (ended()) return;
  }
  resume_.in_search->next.close();
  seek();
}

transports::time_point portal_stream::detached_since() const noexcept {
  return resume_.in_search->began;
}

// -- on another way ---------------------------------------------------------------------

/// Inlet: what came to the address of the last Resume.
void portal_stream::take_answer(const wire::portal_message& what, transports::message&& m) {
  if (what.kind == wire::portal_kind::gone) return take_gone(what);
  if (what.kind != wire::portal_kind::resumed
      || resume_.course.take_resumed(what.attempt) != path_order::attach)
    return;
  if (!resume_.positions.attach(what.received, what.limit))
    return end_without_way(stream_end::protocol, "the far end goes on where it can not");
  const auto moved = !at_.address().empty();
  leave_hop();
  at_ = std::move(resume_.in_search->next);
  far_.outlet = std::move(resume_.in_search->far);
  ++far_.outlet->heard;
  const auto resent = resume_.positions.sent() - what.received;
  if (moved) ++node_.counted.streams_moved;
  if (resume_.in_search->listed) group_->attached(home().now() - resume_.in_search->began, resent);
  leave_search();
  if (!open_way(std::move(m.return_route))) return on_way_lost();
  go_on_attached();
}

void portal_stream::take_gone(const wire::portal_message& what) {
  if (what.attempt != resume_.course.attempt()) return;
  resume_.in_search->denied.push_back(resume_.in_search->far);
  const auto others =
      resume_.ways->find_way(far_.pinned, resume_.in_search->denied, nullptr).has_value();
  switch (resume_.course.take_gone(what.attempt, others)) {
  case path_order::stay:
    leave_search();
    watch_acks();
    tell_position(); // what was held back while it asked
    return read_on();
  case path_order::try_again: return search_again();
  case path_order::end:
    return end_without_way(stream_end::unknown_there, "the outlet does not know it (restarted?)");
  default: return;
  }
}

/// Outlet: the inlet asks for the stream by another way, and may use it, as the outlet has found.
void portal_stream::take_resume(const wire::portal_message& what, const transports::message& m) {
  if (!state_.resumes() || !resume_.known || m.return_route.empty()) return;
  switch (resume_.course.take_resume(what.attempt)) {
  case path_order::attach: return answer_resume(what.received, what.limit, m.return_route);
  case path_order::answer: break;
  default: return;
  }
  if (!resume_.in_search) resume_.in_search = std::make_unique<search>(*this, node_);
  resume_.in_search->resume.received = what.received, resume_.in_search->resume.limit = what.limit;
  resume_.in_search->resume.back = m.return_route;
}

void portal_stream::answer_resume(std::uint64_t received, std::uint64_t limit, wire::route back) {
  if (!resume_.positions.attach(received, limit)) {
    attachment there(node_, node_.random.address());
    if (there.open(std::move(back), false))
      there.pass(transports::slice::copy_of(wire::encode_disconnect()));
    return end_without_way(stream_end::protocol, "the far end goes on where it can not");
  }
  if (resume_.in_search && resume_.in_search->listed)
    group_->attached(home().now() - resume_.in_search->began, resume_.positions.sent() - received);
  leave_search();
  leave_hop();
  leave_early();
  if (far_.paths && far_.path) far_.paths->leave(*this, std::exchange(far_.path, {}));
  resume_.course.open();
  at_ = attachment(node_, node_.random.address());
  at_.enter(caf::actor_cast<caf::actor>(this));
  if (far_.paths) far_.path = far_.paths->enter(*this, back, true);
  if (!open_way(std::move(back))) return on_way_lost();
  if (tell(
          wire::encode_resumed(resume_.course.attempt(), resume_.positions.received(), limit_in())))
    go_on_attached();
}

void portal_stream::go_on_attached() {
  acks_.begin(resume_.positions.received(), home().now());
  ++node_.counted.stream_resumes;
  watch_acks();
  if (closing_.lingers() && resume_.positions.all_acked()) return quit();
  if (resume_.ways) tell_position(); // what came since the Resume, and a larger limit
  if (!local_.socket) return;
  if (closing_.lingers() || closing_.begun())
    repeat_kept();
  else
    read_on();
}

/// The client of a stream that has not begun gets another one: at worst its target sees a connection
/// that says nothing and is closed. Returns false if too much has been said, or too much time is over.
bool portal_stream::hand_back() {
  if (!resume_.ways || !local_.socket || !state_.waits() || state_.sent_early()
      || resume_.waits_for_way.count() == 0)
    return false;
  if (home().now() - resume_.came >= config::pong_timeout) return false;
  say("its way was lost before it began; its client gets another one");
  state_.close();
  auto from = local_.record ? std::move(local_.record->from) : std::string();
  local_.record.reset(); // what comes of it is another stream
  resume_.ways->take_back({local_.socket->take(), resume_.came, std::move(from)});
  quit();
  return true;
}

void portal_stream::leave_search() {
  if (resume_.in_search && resume_.in_search->listed)
    group_->forget(*this, resume_.in_search->place);
  resume_.in_search.reset();
}

/// The inlet's end had no way when its client or its node ended the stream.
void portal_stream::forget() {
  if (!resume_.known || closing_.mode() == close_mode::abort) return; // that ends by itself
  state_.close();
  if (closing_.lingers()) return quit();
  if (closing_.mode() == close_mode::flush
      && resume_.positions.far_ended()) { // the target gets the rest
    leave_search();
    return settle();
  }
  drop("its inlet has ended it");
}

/// Both sockets see a reset, never an end; unless both sides have ended, and all that the far end had
/// to say is here: then the local socket gets the rest of that, as it would have with a way.
void portal_stream::end_without_way(stream_end why, std::string_view words) {
  const auto vanished = why == stream_end::no_way || why == stream_end::unknown_there;
  const auto has_all = vanished && !closing_.lingers() && closing_.mode() == close_mode::flush
                       && resume_.positions.ended() && resume_.positions.far_ended();
  if (!closing_.lingers() && !has_all) {
    say(words);
    write_down(fate::cut, words);
    group_->count_lost(why);
  }
  if (resume_.ways && why != stream_end::unknown_there)
    resume_.ways->forget(resume_.id, far_.pinned);
  state_.close();
  if (has_all) {
    leave_search();
    return settle();
  }
  if (local_.socket && !closing_.lingers()) local_.socket->reset();
  quit();
}

} // namespace ockam::actors
