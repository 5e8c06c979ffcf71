// The local socket of a portal stream: what is read from it, and what is written to it.
#include "actors/portals/portal_stream.hpp"
#include "actors/portals/stream_search.hpp"
#include "actors/routing/error_text.hpp"
#include "config/base/log.hpp"

#include <algorithm>
#include <cstring>

namespace ockam::actors {

void portal_stream::on_dialed(result<transports::connection> made) {
  local_.dialing.reset();
  if (!made) return on_no_target(made.error());
  if (!local_.tls) return on_target(std::move(made->socket));
  local_.agreeing = transports::tls_handshake::begin(
      home(), std::move(made->socket), std::move(local_.tls), to_string(local_.target),
      [this](result<transports::edge_socket> agreed) {
        run([&] {
          local_.agreeing.reset();
          if (agreed)
            on_target(std::move(*agreed));
          else
            on_no_target(agreed.error());
        });
      });
}

void portal_stream::on_target(transports::edge_socket socket) {
  local_.dials.reset();
  take_socket(std::move(socket));
  if (const auto asked = std::exchange(resume_.in_search, {})) {
    answer_resume(asked->resume.received, asked->resume.limit, std::move(asked->resume.back));
  } else {
    resume_.course.open();
    if (!tell_pong()) return;
    if (acks_.owes()) watch_acks(); // for what came early
  }
  local_.socket->resume();
  write_early();
}

void portal_stream::on_no_target(const ockam::error& why) {
  local_.dials.reset();
  ++node_.counted.targets_failed;
  config::log_limited("dial " + local_.target.host, config::log_level::warn, to_text(why));
  group_->refused(to_text(why));
  write_down(fate::refused, to_text(why));
  // A real inlet waits for ever for its Pong, and ignores a Disconnect before it (spec wire §11).
  if (!state_.extended()) tell_pong();
  tell(state_.fail());
  quit();
}

bool portal_stream::tell_pong() {
  return tell(wire::encode_pong(state_.extended() ? std::optional{far_.capabilities} : std::nullopt,
                                far_.incarnation));
}

void portal_stream::take_socket(transports::edge_socket s) {
  transports::byte_stream::owner& self = *this;
  local_.socket.emplace(*this, self, std::move(s));
}

/// Whether what is to go out has a way, and nobody holds it back.
bool portal_stream::may_send() const noexcept {
  return local_.socket && local_.pauses == 0 && !waiting()
         && (resume_.course.attached() || resume_.course.phase() == path_phase::opening);
}

bool portal_stream::may_read() const noexcept {
  if (!may_send() || !state_.sends()) return false;
  if (state_.resumes()) return resume_.positions.room() > 0 && group_->may_keep(resume_.kept);
  return !state_.extended() || credit_.left() > 0;
}

std::size_t portal_stream::may_take() const noexcept {
  if (state_.resumes()) return static_cast<std::size_t>(resume_.positions.room());
  return state_.extended() ? static_cast<std::size_t>(credit_.left()) : config::portal_chunk;
}

void portal_stream::on_input() {
  if (closing_.begun())
    discard_input();
  else
    read_on();
}

void portal_stream::read_on() {
  using outcome = transports::byte_stream::input::outcome;
  if (!repeat_kept()) return;
  for (int chunks = 0; may_read(); ++chunks) {
    if (chunks == config::chunks_per_turn) return local_.socket->resume();
    if (const auto gate = at_.gate(); gate && !gate->try_acquire(*this)) break;
    auto in = local_.socket->read(may_take());
    switch (in.what) {
    case outcome::data: break;
    case outcome::nothing: return;
    case outcome::end: return end_input();
    case outcome::failed: return fail("the local connection broke");
    }
    if (local_.filter && !passes(true, in.bytes.view())) return;
    if (local_.http && !hear_answer(in.bytes.view())) return;
    if (!send_chunk(std::move(in.bytes)) || !in.more) return;
  }
  stop_reading();
}

void portal_stream::stop_reading() {
  if (local_.socket && !closing_.begun()) local_.socket->pause();
}

bool portal_stream::send_chunk(transports::slice&& chunk) {
  counted_.bytes_in += chunk.size();
  if (local_.record) local_.record->read += chunk.size();
  if (far_.path) ++far_.path->sent;
  if (state_.resumes()) {
    if (resume_.positions.all_acked()) acks_.rest(home().lately());
    wrap(chunk, wire::encode_positions({resume_.positions.send(chunk), tell_received()}));
    state_.note_sent();
    watch_acks();
    return tell(std::move(chunk));
  }
  if (state_.extended()) credit_.spend(chunk.size());
  if (const auto counter = state_.count())
    wrap(chunk, wire::encode_counter(*counter));
  else
    wrap(chunk, {});
  return tell(std::move(chunk));
}

/// Makes a Payload of its data, in the room around it.
void portal_stream::wrap(transports::slice& data, std::span<const std::uint8_t> tail) {
  const auto head = wire::encode_payload_head(data.size());
  std::memcpy(data.grow_front(head.size), head.bytes.data(), head.size);
  if (!tail.empty()) std::memcpy(data.grow_back(tail.size()), tail.data(), tail.size());
}

/// Asks the program whose inlet this is. Returns false if the stream has ended for it.
bool portal_stream::passes(bool from_client, wire::bytes_view data, bool end) {
  const auto text = wire::text_of(data);
  const auto said =
      from_client ? local_.filter->on_client(text, end) : local_.filter->on_server(text, end);
  if (said.rejected) reject(*said.rejected);
  return !said.rejected;
}

/// What the far end sent goes to the socket, as requests for the target's host if those are wanted.
/// The far end gets credit for what it sent, however long that is now.
void portal_stream::write_out(transports::slice&& data) {
  if (!local_.http || local_.http->rewriter.passes(data.size()))
    return local_.socket->write(std::move(data));
  const auto now = local_.http->rewriter.take_request(wire::text_of(data.view()));
  if (!now) return refuse_request(now.error());
  const auto kept = release_changed(data.size(), now->size());
  if (!now->empty()) local_.socket->write(transports::slice::copy_of(wire::view_of(*now)));
  if (kept > 0 && state_.extended() && state_.receives()) release_window(kept);
}

/// What is kept of it is given credit for at once: it has a bound of its own.
std::size_t portal_stream::release_changed(std::size_t before, std::size_t after) {
  if (before >= after) return before - after;
  local_.http->added += after - before;
  return 0;
}

/// Returns false if the stream has ended for it.
bool portal_stream::hear_answer(wire::bytes_view data) {
  const auto now = local_.http->rewriter.take_response(wire::text_of(data));
  if (!now) return refuse_request(now.error()), false;
  local_.http->added += now->size();
  if (!now->empty()) local_.socket->write(transports::slice::copy_of(wire::view_of(*now)));
  return true;
}

void portal_stream::refuse_request(const ockam::error& why) {
  config::log_limited("outlet HTTP", config::log_level::warn,
                      to_string(local_.target) + ": " + to_text(why));
  group_->refused(to_text(why));
  refuse(to_text(why));
}

/// The client gets the answer in order; the outlet hears that this was not all.
void portal_stream::reject(std::string_view answer) {
  constexpr auto why = "the program's filter refused what went through";
  say(why);
  if (local_.record) local_.record->why = why;
  tell(state_.fail());
  if (!answer.empty())
    local_.socket->write(transports::slice::copy_of(wire::bytes(answer.begin(), answer.end())));
  part(close_mode::flush);
}

void portal_stream::end_input() {
  if (local_.filter && !passes(true, {}, true)) return;
  local_.input_ended = true;
  tell(state_.end_local());
  const auto phase = state_.phase();
  if (phase == stream_phase::both_ended || phase == stream_phase::disconnecting)
    part(close_mode::flush);
}

/// Nobody wants it, but closing a socket with input left would take back what was written.
void portal_stream::discard_input() {
  using outcome = transports::byte_stream::input::outcome;
  for (int chunks = 0; chunks < config::chunks_per_turn; ++chunks) {
    const auto in = local_.socket->read(config::portal_chunk);
    if (in.what == outcome::nothing) return;
    if (in.what == outcome::data) {
      if (!in.more) return;
      continue;
    }
    local_.input_ended = true;
    return settle();
  }
  local_.socket->resume();
}

void portal_stream::on_written(std::size_t bytes) {
  if (bytes > 0) {
    closing_.note_progress();
    counted_.bytes_out += bytes;
    if (local_.record) local_.record->written += bytes;
    const auto added = local_.http ? std::min(local_.http->added, bytes) : 0;
    if (added > 0) local_.http->added -= added;
    if (state_.extended() && state_.receives()) release_window(bytes - added);
    if (local_.socket->queued() <= config::plain_stream_queue_low) let_go();
  }
  count_memory();
  settle();
}

void portal_stream::release_window(std::size_t bytes) {
  const auto due = window_.release(bytes, home().now());
  if (due == 0) return;
  if (state_.resumes())
    tell_position();
  else
    tell(wire::encode_credit(due));
}

void portal_stream::on_broken() {
  // What came before the reset still goes to the far end; reading finds the failure behind it.
  if (local_.input_ended || closing_.begun() || !state_.sends() || resume_.course.without_way())
    fail("the local connection broke");
  else
    read_on();
}

/// What came while the target was being dialed.
void portal_stream::write_early() {
  const auto data = std::exchange(local_.early_data, {});
  if (far_.early) far_.early->release(data.size());
  if (!data.empty()) write_out(transports::slice::copy_of(data));
  if (state_.phase() == stream_phase::closed) return; // it was no request
  if (!state_.receives()) local_.socket->finish();
}

void portal_stream::finish_output() {
  if (!local_.socket) return; // once it is there
  if (local_.filter && !passes(false, {}, true)) return;
  local_.socket->finish();
  if (state_.phase() == stream_phase::both_ended) part(close_mode::flush);
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
  if (local_.held_back != transports::port{} || came_by.empty()) return;
  if (!alone_on_its_link(m)) {
    if (local_.socket->queued() <= config::plain_stream_queue_shared_max) return;
    ++node_.counted.streams_too_slow;
    return fail("slow reader, on a link that others use");
  }
  local_.held_back = node_.workers.find(came_by.front());
  if (const auto link = local_.held_back.here()) link->pause_reading();
  timer_.arm(config::slow_reader_timeout);
}

void portal_stream::let_go() {
  if (local_.held_back == transports::port{}) return;
  timer_.disarm();
  const auto link = std::exchange(local_.held_back, {});
  if (const auto at = link.here()) at->resume_reading();
}

} // namespace ockam::actors
