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
      local_{.client = std::move(client.socket), .filter = std::move(client.filter)},
      far_{.outlet = std::move(client.far), .pinned = client.peer},
      at_(node, std::string(address().value), std::move(client.outlet)),
      memory_(*node.memory, [this] { run_or_note(note::holds_most); }),
      state_(portal_state::of_inlet(far_.outlet->takes_early && !local_.filter,
                                    far_.outlet->resumes && client.waits_for_way.count() > 0)),
      timer_(*this, [this] { on_timer(); }),
      resume_{.ways = std::move(client.ways),
              .waits_for_way = client.waits_for_way,
              .course = stream_path::of_inlet(),
              .came = client.came} {
  if (resume_.ways && resume_.waits_for_way.count() > 0) far_.capabilities |= wire::portal_resume;
  resume_.id = wire::id_of(address()).value_or(resume_.id);
  begin_record(std::move(client.from), address().value);
}

portal_stream::portal_stream(caf::actor_config& cfg, transports::context& node, group g,
                             to_target to)
    : named_worker(cfg, node, node.random.address()),
      group_(std::move(g)),
      counted_(node.counted.outlets),
      local_{.target = std::move(to.target),
             .patience = to.patience,
             .tls = std::move(to.tls),
             .dials = std::move(to.dials)},
      far_{.pinned = to.peer,
           .capabilities = to.capabilities,
           .incarnation = to.incarnation,
           .early = std::move(to.early),
           .paths = to.paths},
      at_(node, std::string(address().value), std::move(to.inlet)),
      source_(std::move(to.source)),
      memory_(*node.memory, [this] { run_or_note(note::holds_most); }),
      state_(portal_state::of_outlet(to.capabilities)),
      timer_(*this, [this] { on_timer(); }),
      resume_{.waits_for_way = to.waits_for_way,
              .course = stream_path::of_outlet(),
              .known = std::move(to.known)} {
  if (resume_.known) resume_.id = *wire::id_of(at_.route().back());
  if (!to.http_host.empty()) local_.http = std::make_unique<http_requests>(std::move(to.http_host));
  begin_record(std::move(to.from), at_.route().back().value);
}

portal_stream::~portal_stream() = default;

void portal_stream::begin_record(std::string from, std::string_view inlets_end) {
  if (node_.stream_ended)
    local_.record = std::make_unique<stream_record>(
        stream_record{std::move(from), std::string(inlets_end.substr(0, 8)), home().now()});
}

void portal_stream::on_start() {
  if (local_.client) take_socket(std::move(local_.client));
  at_.enter(caf::actor_cast<caf::actor>(this));
  if (!group_->enter(*this)) return quit();
  ++counted_.streams;
  if (far_.paths) far_.path = far_.paths->enter(*this, at_.route(), state_.extended());
  if (!open_way(wire::route(at_.route()))) return on_way_lost();
  if (local_.socket) {
    timer_.arm(config::pong_doubt);
    if (tell(wire::encode_ping(far_.capabilities))) read_on();
  } else {
    local_.dialing = node_.net.dial(
        home(), local_.target, local_.patience,
        [this](result<transports::connection> made) { run([&] { on_dialed(std::move(made)); }); });
  }
}

void portal_stream::on_exit() {
  write_down(fate::cut, "given up");
  leave_search();
  group_->sweep().leave(*this);
  if (far_.paths && far_.path) far_.paths->leave(*this, std::exchange(far_.path, {}));
  waiter::leave();
  let_go();
  leave_early();
  if (resume_.known) resume_.known->remove(resume_.id);
  local_.dialing.reset();
  local_.agreeing.reset();
  if (local_.socket) local_.socket->reset(); // no effect after a proper end
  local_.client = {};
  group_->leave(*this);
  group_->keep(resume_.kept, 0);
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
    if (far_.lost_hop == at_.hop()) on_way_lost();
    return;
  case note::path_dead: return on_path_dead();
  case note::offered: return seek();
  case note::leave: return move_on();
  case note::doubt: acks_.doubt(); return watch_acks();
  case note::end_detached:
    if (!detached()) return; // it found a way meanwhile
    return end_without_way(resume_.end_why, resume_.end_why == stream_end::limit
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
  far_.lost_hop = at_.hop();
  run_or_note(note::way_lost);
}

void portal_stream::on_peer_unreachable() { run_or_note(note::path_dead); }

void portal_stream::make_way() { run_or_note(note::make_way); }

void portal_stream::take_offer() { run_or_note(note::offered); }

void portal_stream::leave_way() { run_or_note(note::leave); }

void portal_stream::doubt() { run_or_note(note::doubt); }

void portal_stream::end_detached(stream_end why) {
  resume_.end_why = why;
  run_or_note(note::end_detached);
}

/// What leaves at the end of this round does not count.
void portal_stream::count_memory() {
  if (local_.socket)
    memory_.hold(local_.socket->blocked() ? local_.socket->queue_cost() : 0);
  else
    memory_.hold(local_.early_data.capacity());
}

void portal_stream::resume_reading() {
  // A hop may have paused it while it only asked by that way, and attaching forgot that.
  if (local_.pauses > 0 && --local_.pauses == 0) run_or_note(note::go_on);
}

void portal_stream::on_ready(bool gone) {
  if (!gone) run_or_note(note::go_on); // else the hop has ended, and on_route_lost() comes
}

void portal_stream::on_timer() {
  if (state_.waits() && !std::exchange(far_.doubted, true)) {
    if (far_.outlet->suspect) far_.outlet->suspect();
    return timer_.arm(config::pong_timeout - config::pong_doubt);
  }
  const auto abandoned = state_.phase() == stream_phase::abandoned;
  if (state_.waits() || abandoned) far_.outlet->takes_early = false;
  if (state_.waits()) return fail("no answer from the outlet");
  if (abandoned) return quit();
  switch (closing_.mode()) {
  case close_mode::none: return fail("slow reader");
  case close_mode::flush: return end();
  case close_mode::abort: break;
  }
  if (closing_.stalls()) return end();
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
  const auto came_to = waits_for_pong(state_.phase()) ? fate::refused : fate::cut;
  tell(state_.fail());
  // The outlet may be on the other way already, where it would wait for ever.
  if (resume_.course.phase() == path_phase::moving) resume_.ways->forget(resume_.id, far_.pinned);
  if (local_.socket) local_.socket->reset();
  write_down(came_to, why);
  if (state_.phase() == stream_phase::abandoned)
    timer_.arm(config::pong_timeout);
  else
    quit();
}

/// Ends a stream whose state is closed already: the far end is told nothing more.
void portal_stream::drop(std::string_view why) {
  say(why);
  if (local_.socket) local_.socket->reset();
  write_down(fate::cut, why);
  quit();
}

void portal_stream::refuse(std::string_view why) {
  tell(state_.fail());
  drop(why);
}

void portal_stream::part(close_mode how) {
  closing_.begin(how);
  if (how == close_mode::abort || !resume_.positions.repeats()) waiter::leave();
  if (how == close_mode::abort) leave_search(); // the far end has ended it: nothing to move
  let_go();
  if (how == close_mode::flush) {
    local_.socket->finish();
    if (!local_.input_ended) local_.socket->resume();
  } else {
    timer_.arm(config::delivery_poll);
  }
  settle();
}

void portal_stream::settle() {
  if (closing_.lingers()) return;
  if (closing_.begun() && local_.socket->broken()) return end();
  switch (closing_.mode()) {
  case close_mode::none: return;
  case close_mode::flush:
    if (!local_.socket->finished()) return;
    if (local_.input_ended) return end();
    if (!timer_.armed()) timer_.arm(config::disconnect_linger);
    return;
  case close_mode::abort:
    if (local_.socket->delivered()) end();
    return;
  }
}

void portal_stream::end() {
  if (closing_.mode() == close_mode::flush && local_.socket->finished()) {
    local_.socket->release();
    write_down(fate::done, {});
  } else {
    local_.socket->reset();
    write_down(fate::cut, closing_.mode() == close_mode::abort ? "the far end broke it off"
                                                               : "the local connection broke");
  }
  if (closing_.mode() == close_mode::flush && waits_for_last_ack()) return linger();
  state_.close();
  quit();
}

/// The far end may not have all of it yet, and may have to be told again by another way.
void portal_stream::linger() {
  closing_.linger();
  timer_.disarm();
}

/// What its lines say of it from now on: it has ended, and only the first call says why.
void portal_stream::write_down(fate came_to, std::string_view why) {
  const auto known = std::exchange(local_.record, nullptr);
  if (!known) return;
  if (!known->why.empty()) came_to = fate::cut, why = known->why;
  auto entry = std::move(*known).finish(group_->about(), far_.pinned, home().now());
  if (far_.outlet && !far_.outlet->route.empty()) entry.to = far_.outlet->route;
  entry.came_to = came_to;
  entry.why = why;
  node_.stream_ended(std::move(entry));
}

void portal_stream::say(std::string_view why, std::string_view detail) const {
  auto text = "stream " + std::string(address().value) + ": " + std::string(why);
  if (!detail.empty()) text += ": " + std::string(detail);
  config::log_limited("stream " + std::string(why), config::log_level::info, text);
}

} // namespace ockam::actors
