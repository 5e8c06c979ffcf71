// How a portal stream goes on over another path: it is detached, asks by Resume, and is attached.
#include "actors/portals/portal_stream.hpp"
#include "actors/portals/stream_search.hpp"
#include "config/base/log.hpp"

#include <caf/actor_cast.hpp>

#include <algorithm>

namespace ockam::actors {

/// Whether it may do without its way for some time.
bool portal_stream::goes_on() const noexcept {
  if (!state_.resumes() || waits_for_way_ == waits_for_way_.zero()) return false;
  return course_.phase() != path_phase::opening && state_.established();
}

bool portal_stream::waits_for_last_ack() const noexcept {
  return goes_on() && state_.phase() == stream_phase::both_ended && !positions_.all_acked();
}

bool portal_stream::goes_to(const far_outlet& far) const noexcept {
  if (course_.phase() == path_phase::resuming) return search_ && search_->far.get() == &far;
  return !course_.without_way() && far_.get() == &far;
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
  pauses_ = 0;
  group_->unwatch(*this);
}

/// The way is lost. If it stands nevertheless, the far end is told that nobody is there any more.
void portal_stream::let_path_go(bool stands) {
  if (!goes_on()) return;
  if (course_.silent() == path_order::try_again) return search_again(); // also if it only moved
  switch (course_.lost()) {
  case path_order::lose: break;
  default: return;
  }
  probes_ = 0;
  stop_reading();
  if (paths_ && path_) paths_->leave(*this, std::exchange(path_, {}));
  const auto now = home().now();
  if (!search_) search_ = std::make_unique<search>(*this, node_);
  auto& way = *search_;
  way.began = now;
  // An inlet that never spoke to this stream may never have heard of it.
  const auto wait = ways_ || heard_
                        ? waits_for_way_
                        : std::min<transports::duration>(waits_for_way_, config::pong_timeout);
  way.until = now + wait;
  leave_hop();
  if (stands || !at_.is_open()) way.far = far_; // another one first
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
  if (ways_)
    seek();
  else
    way.timer.arm(std::min<transports::duration>(config::lost_again, wait));
}

/// Inlet: asks at the outlet by a route that carries, if there is one.
void portal_stream::seek() {
  if (!ways_ || !search_) return;
  if (course_.phase() != path_phase::detached && course_.phase() != path_phase::resuming) return;
  const auto now = home().now();
  if (const auto next = search_->asked + config::resume_interval_min; now < next)
    return search_->timer.arm(next - now);
  auto way = ways_->find_way(pinned_, search_->denied, search_->far.get());
  if (!way) {
    static_cast<void>(course_.silent()); // its last question is given up with the address below
    course_.no_way();
    search_->next.close();
    ways_->hurry_ways();
    return search_->timer.arm(std::max<transports::duration>(search_->until - now, {}));
  }
  if (course_.offered() == path_order::resume) ask_for(std::move(*way));
}

void portal_stream::ask_for(stream_ways::found way) {
  const auto now = home().now();
  auto& next = search_->next;
  next = attachment(node_, node_.random.address());
  next.enter(caf::actor_cast<caf::actor>(this));
  search_->far = std::move(way.far);
  search_->asked = now;
  // The path may be as slow as it was when nobody answered the last time.
  const auto patience =
      std::min(++search_->attempts, config::resume_patience_max) * config::resume_answer_timeout;
  search_->answer_until = now + patience;
  search_->timer.arm(std::min<transports::duration>(patience, search_->until - now));
  const auto resume =
      wire::encode_resume(id_, course_.attempt(), positions_.received(), limit_in());
  if (!next.open(std::move(way.outlet)) || !next.pass(transports::slice::copy_of(resume)))
    search_->timer.arm(config::resume_interval_min); // it is gone in this moment
}

/// Inlet: the way is about to end; if another one carries, the stream goes there, and nothing new is
/// sent until it is there.
void portal_stream::move_on() {
  if (!ways_ || !goes_on() || !course_.attached()) return;
  auto way = ways_->find_way(pinned_, {far_}, nullptr);
  if (!way || course_.leave() != path_order::resume) return;
  search_ = std::make_unique<search>(*this, node_);
  search_->began = home().now();
  search_->until = search_->began + waits_for_way_;
  stop_reading();
  ask_for(std::move(*way));
}

void portal_stream::on_search_timer() {
  if (!search_) return;
  const auto now = home().now();
  if (now >= search_->until && course_.without_way()) {
    const auto late = now - search_->until >= config::late_look;
    if (!late || std::exchange(search_->granted, true))
      return end_without_way(stream_end::no_way, "there was no other way to its far end in time");
    search_->until = now + config::resume_answer_timeout; // this process did not run meanwhile
  }
  if (!ways_) return say_lost_again(now);
  if (course_.phase() == path_phase::detached) return seek();
  if (now >= search_->answer_until || !search_->next.is_open()) {
    if (course_.silent() == path_order::try_again) return search_again();
  }
  seek();
  if (search_ && !search_->timer.armed())
    search_->timer.arm(std::max<transports::duration>(
        std::min(search_->answer_until, search_->until) - now, config::resume_interval_min));
}

/// Outlet: what it said may have got lost with the way.
void portal_stream::say_lost_again(transports::time_point now) {
  auto& way = *search_;
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
    search_->place = group_->detached(*this), search_->listed = true;
    if (ended()) return;
  }
  search_->next.close();
  seek();
}

transports::time_point portal_stream::detached_since() const noexcept { return search_->began; }

// -- on another way ---------------------------------------------------------------------

/// Inlet: what came to the address of the last Resume.
void portal_stream::take_answer(const wire::portal_message& what, transports::message&& m) {
  if (what.kind == wire::portal_kind::gone) return take_gone(what);
  if (what.kind != wire::portal_kind::resumed
      || course_.take_resumed(what.attempt) != path_order::attach)
    return;
  if (!positions_.attach(what.received, what.limit))
    return end_without_way(stream_end::protocol, "the far end goes on where it can not");
  const auto moved = !at_.address().empty();
  leave_hop();
  at_ = std::move(search_->next);
  far_ = std::move(search_->far);
  ++far_->heard;
  const auto resent = positions_.sent() - what.received;
  if (moved) ++node_.counted.streams_moved;
  if (search_->listed) group_->attached(home().now() - search_->began, resent);
  leave_search();
  if (!open_way(std::move(m.return_route))) return on_way_lost();
  go_on_attached();
}

void portal_stream::take_gone(const wire::portal_message& what) {
  if (what.attempt != course_.attempt()) return;
  search_->denied.push_back(search_->far);
  const auto others = ways_->find_way(pinned_, search_->denied, nullptr).has_value();
  switch (course_.take_gone(what.attempt, others)) {
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
  if (!state_.resumes() || !known_ || m.return_route.empty()) return;
  switch (course_.take_resume(what.attempt)) {
  case path_order::attach: return answer_resume(what.received, what.limit, m.return_route);
  case path_order::answer: break;
  default: return;
  }
  if (!search_) search_ = std::make_unique<search>(*this, node_);
  search_->received = what.received, search_->limit = what.limit;
  search_->back = m.return_route;
}

void portal_stream::answer_resume(std::uint64_t received, std::uint64_t limit, wire::route back) {
  if (!positions_.attach(received, limit)) {
    attachment there(node_, node_.random.address());
    if (there.open(std::move(back)))
      there.pass(transports::slice::copy_of(wire::encode_disconnect()));
    return end_without_way(stream_end::protocol, "the far end goes on where it can not");
  }
  if (search_ && search_->listed)
    group_->attached(home().now() - search_->began, positions_.sent() - received);
  leave_search();
  leave_hop();
  leave_early();
  if (paths_ && path_) paths_->leave(*this, std::exchange(path_, {}));
  course_.open();
  at_ = attachment(node_, node_.random.address());
  at_.enter(caf::actor_cast<caf::actor>(this));
  if (paths_) path_ = paths_->enter(*this, back, true);
  if (!open_way(std::move(back))) return on_way_lost();
  if (tell(wire::encode_resumed(course_.attempt(), positions_.received(), limit_in())))
    go_on_attached();
}

void portal_stream::go_on_attached() {
  told_ = positions_.received();
  probes_ = 0;
  acked_at_ = home().now();
  ++node_.counted.stream_resumes;
  watch_acks();
  if (lingers_ && positions_.all_acked()) return quit();
  if (ways_) tell_position(); // what came since the Resume, and a larger limit
  if (!socket_) return;
  if (lingers_ || close_mode_ != close_mode::none)
    repeat_kept();
  else
    read_on();
}

/// The client of a stream that has not begun gets another one: at worst its target sees a connection
/// that says nothing and is closed. Returns false if too much has been said, or too much time is over.
bool portal_stream::hand_back() {
  if (!ways_ || !socket_ || !state_.waits() || state_.sent_early() || waits_for_way_.count() == 0)
    return false;
  if (home().now() - came_ >= config::pong_timeout) return false;
  say("its way was lost before it began; its client gets another one");
  state_.close();
  ways_->take_back(socket_->take(), came_);
  quit();
  return true;
}

void portal_stream::leave_search() {
  if (search_ && search_->listed) group_->forget(*this, search_->place);
  search_.reset();
}

/// The inlet's end had no way when its client or its node ended the stream.
void portal_stream::forget() {
  if (!known_ || close_mode_ == close_mode::abort) return; // that ends by itself
  state_.close();
  if (lingers_) return quit();
  if (close_mode_ == close_mode::flush && positions_.far_ended()) { // the target gets the rest
    leave_search();
    return settle();
  }
  drop("its inlet has ended it");
}

/// Both sockets see a reset, never an end; unless both sides have ended, and all that the far end had
/// to say is here: then the local socket gets the rest of that, as it would have with a way.
void portal_stream::end_without_way(stream_end why, std::string_view words) {
  const auto vanished = why == stream_end::no_way || why == stream_end::unknown_there;
  const auto has_all = vanished && !lingers_ && close_mode_ == close_mode::flush
                       && positions_.ended() && positions_.far_ended();
  if (!lingers_ && !has_all) {
    say(words);
    group_->count_lost(why);
  }
  if (ways_ && why != stream_end::unknown_there) ways_->forget(id_, pinned_);
  state_.close();
  if (has_all) {
    leave_search();
    return settle();
  }
  if (socket_ && !lingers_) socket_->reset();
  quit();
}

} // namespace ockam::actors
