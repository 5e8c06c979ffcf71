#include "actors/portals/portal_stream.hpp"

#include "actors/portals/stream_search.hpp"
#include "config/base/log.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

namespace ockam::actors {

portal_stream::portal_stream(caf::actor_config& cfg, transports::context& node, group g,
                             from_client client)
    : named_worker(cfg, node, node.random.address()),
      group_(std::move(g)),
      counted_(node.counted.inlets),
      client_(std::move(client.socket)),
      far_(std::move(client.far)),
      filter_(std::move(client.filter)),
      at_(node, std::string(address().value), std::move(client.outlet)),
      pinned_(client.peer),
      memory_(*node.memory, [this] { run_or_note(note::holds_most); }),
      state_(portal_state::of_inlet(far_->takes_early && !filter_,
                                    far_->resumes && client.waits_for_way.count() > 0)),
      timer_(*this, [this] { on_timer(); }),
      ways_(std::move(client.ways)),
      waits_for_way_(client.waits_for_way),
      course_(stream_path::of_inlet()),
      came_(client.came) {
  if (ways_ && waits_for_way_.count() > 0) capabilities_ |= wire::portal_resume;
  id_ = wire::id_of(address()).value_or(id_);
}

portal_stream::portal_stream(caf::actor_config& cfg, transports::context& node, group g,
                             to_target to)
    : named_worker(cfg, node, node.random.address()),
      group_(std::move(g)),
      counted_(node.counted.outlets),
      target_(std::move(to.target)),
      patience_(to.patience),
      capabilities_(to.capabilities),
      incarnation_(to.incarnation),
      early_(std::move(to.early)),
      known_(std::move(to.known)),
      paths_(to.paths),
      dials_(std::move(to.dials)),
      at_(node, std::string(address().value), std::move(to.inlet)),
      pinned_(to.peer),
      source_(std::move(to.source)),
      memory_(*node.memory, [this] { run_or_note(note::holds_most); }),
      state_(portal_state::of_outlet(to.capabilities)),
      timer_(*this, [this] { on_timer(); }),
      waits_for_way_(to.waits_for_way),
      course_(stream_path::of_outlet()) {
  if (known_) id_ = *wire::id_of(at_.route().back());
}

portal_stream::~portal_stream() = default;

void portal_stream::on_start() {
  if (client_) take_socket(std::move(client_));
  at_.enter(caf::actor_cast<caf::actor>(this));
  if (!group_->enter(*this)) return quit();
  ++counted_.streams;
  if (paths_) path_ = paths_->enter(*this, at_.route(), state_.extended());
  if (!open_way(wire::route(at_.route()))) return on_way_lost();
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
  leave_search();
  group_->sweep().leave(*this);
  if (paths_ && path_) paths_->leave(*this, std::exchange(path_, {}));
  waiter::leave();
  let_go();
  leave_early();
  if (known_) known_->remove(id_);
  dialing_.reset();
  if (socket_) socket_->reset(); // no effect after a proper end
  client_.reset();
  group_->leave(*this);
  group_->keep(kept_, 0);
  memory_.give_back();
  at_.close();
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
  case note::close: return give_up();
  case note::way_lost: // a Resume that waited before it may have moved the stream to another hop
    if (lost_hop_ == at_.hop()) on_way_lost();
    return;
  case note::path_dead: return on_path_dead();
  case note::offered: return seek();
  case note::leave: return move_on();
  case note::end_detached:
    if (!detached()) return; // it found a way meanwhile
    return end_without_way(end_why_, end_why_ == stream_end::limit
                                         ? "too many streams wait for another way"
                                         : "its routes are refused to this node");
  case note::make_way:
    ++node_.counted.streams_made_way;
    return fail("it ended for others, because too many are open");
  case note::holds_most:
    ++node_.counted.streams_held_most;
    return fail("too much waits in this node, and most of it in this stream");
  }
}

void portal_stream::close() { run_or_note(note::close); }

void portal_stream::on_route_lost() {
  lost_hop_ = at_.hop();
  run_or_note(note::way_lost);
}

void portal_stream::on_peer_unreachable() { run_or_note(note::path_dead); }

void portal_stream::make_way() { run_or_note(note::make_way); }

void portal_stream::take_offer() { run_or_note(note::offered); }

void portal_stream::leave_way() { run_or_note(note::leave); }

void portal_stream::end_detached(stream_end why) {
  end_why_ = why;
  run_or_note(note::end_detached);
}

/// What leaves at the end of this round does not count.
void portal_stream::count_memory() {
  if (socket_)
    memory_.hold(socket_->blocked() ? socket_->queue_cost() : 0);
  else
    memory_.hold(early_data_.capacity());
}

void portal_stream::resume_reading() {
  // A hop may have paused it while it only asked by that way, and attaching forgot that.
  if (pauses_ > 0 && --pauses_ == 0) run_or_note(note::go_on);
}

void portal_stream::on_ready(bool gone) {
  if (!gone) run_or_note(note::go_on); // else the hop has ended, and on_route_lost() comes
}

void portal_stream::on_timer() {
  if (state_.waits() && !std::exchange(doubted_, true)) {
    if (far_->suspect) far_->suspect();
    return timer_.arm(config::pong_timeout - config::pong_doubt);
  }
  const auto abandoned = state_.phase() == stream_phase::abandoned;
  if (state_.waits() || abandoned) far_->takes_early = false;
  if (state_.waits()) return fail("no answer from the outlet");
  if (abandoned) return quit();
  switch (close_mode_) {
  case close_mode::none: return fail("slow reader");
  case close_mode::flush: return end();
  case close_mode::abort: break;
  }
  idle_looks_ = std::exchange(progress_, false) ? 0 : idle_looks_ + 1;
  if (idle_looks_ * config::delivery_poll >= config::disconnect_linger) return end();
  timer_.arm(config::delivery_poll);
  settle();
}

// -- the end ----------------------------------------------------------------------

void portal_stream::give_up() {
  if (detached()) return end_without_way(stream_end::given_up, "given up");
  fail("given up");
}

void portal_stream::fail(std::string_view why) {
  if (detached()) return end_without_way(stream_end::given_up, why);
  if (state_.phase() != stream_phase::closed) say(why);
  tell(state_.fail());
  // The outlet may be on the other way already, where it would wait for ever.
  if (course_.phase() == path_phase::moving) ways_->forget(id_, pinned_);
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

void portal_stream::refuse(std::string_view why) {
  tell(state_.fail());
  drop(why);
}

void portal_stream::part(close_mode how) {
  close_mode_ = how;
  if (how == close_mode::abort || !positions_.repeats()) waiter::leave();
  if (how == close_mode::abort) leave_search(); // the far end has ended it: nothing to move
  let_go();
  if (how == close_mode::flush) {
    socket_->finish();
    if (!input_ended_) socket_->resume();
  } else {
    timer_.arm(config::delivery_poll);
  }
  settle();
}

void portal_stream::settle() {
  if (lingers_) return;
  if (close_mode_ != close_mode::none && socket_->broken()) return end();
  switch (close_mode_) {
  case close_mode::none: return;
  case close_mode::flush:
    if (!socket_->finished()) return;
    if (input_ended_) return end();
    if (!timer_.armed()) timer_.arm(config::disconnect_linger);
    return;
  case close_mode::abort:
    if (socket_->delivered()) end();
    return;
  }
}

void portal_stream::end() {
  if (close_mode_ == close_mode::flush && socket_->finished())
    socket_->release();
  else
    socket_->reset();
  if (close_mode_ == close_mode::flush && waits_for_last_ack()) return linger();
  state_.close();
  quit();
}

/// The far end may not have all of it yet, and may have to be told again by another way.
void portal_stream::linger() {
  lingers_ = true;
  timer_.disarm();
}

void portal_stream::say(std::string_view why, std::string_view detail) const {
  auto text = "stream " + std::string(address().value) + ": " + std::string(why);
  if (!detail.empty()) text += ": " + std::string(detail);
  config::log_limited("stream " + std::string(why), config::log_level::info, text);
}

} // namespace ockam::actors
