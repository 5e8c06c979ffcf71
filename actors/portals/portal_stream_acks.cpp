// What the two ends of a portal stream with positions tell each other of them: acknowledgements, and
// questions that show whether the far end is there; and what goes out again.
#include "actors/portals/portal_stream.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <utility>

namespace ockam::actors {

namespace {

constexpr std::uint32_t low_half(std::uint64_t position) noexcept {
  return static_cast<std::uint32_t>(position);
}

} // namespace

std::uint64_t portal_stream::limit_in() const noexcept {
  return resume_.positions.received() - (resume_.positions.far_ended() ? 1 : 0) + window_.granted();
}

/// What a message that leaves now says that is here.
std::uint32_t portal_stream::tell_received() noexcept {
  acks_.tell(resume_.positions.received());
  return low_half(resume_.positions.received());
}

/// Not while a Resume is under way by another way: an ack by the old one that overtakes it would make
/// it say less than the far end knows already, which is a violation.
void portal_stream::tell_position() {
  if (!resume_.course.attached()) return;
  tell(wire::encode_position(tell_received(), low_half(limit_in())));
}

/// Something came that the far end keeps until it is told.
void portal_stream::owe() {
  const auto worth = std::min<std::uint64_t>(2 * config::ack_bytes, window_.size() / 2);
  acks_.owe(); // until it is told, which has to wait while there is no way
  if (resume_.course.attached() && acks_.untold(resume_.positions.received()) >= worth)
    return tell_position();
  group_->sweep().enter(*this);
}

void portal_stream::answer_probe() {
  if (!acks_.may_answer(home().now())) return owe();
  tell_position();
}

/// Returns false if the far end has what was never sent.
bool portal_stream::take_ack(std::uint32_t received) {
  const auto before = resume_.positions.acked();
  const auto held = !group_->may_keep(resume_.kept);
  if (!resume_.positions.ack(received)) return false;
  acks_.take(resume_.positions.acked() != before, home().lately());
  group_->keep(resume_.kept, resume_.positions.kept());
  if (held && group_->may_keep(resume_.kept)) run_or_note(note::go_on);
  return true;
}

void portal_stream::watch_acks() {
  group_->keep(resume_.kept, resume_.positions.kept());
  group_->sweep().enter(*this);
}

void portal_stream::look() {
  run([this] {
    if (!resume_.course.attached() || !look_after_acks(home().now())) group_->sweep().leave(*this);
  });
}

/// Returns whether it has to be looked at again.
bool portal_stream::look_after_acks(transports::time_point now) {
  if (!goes_on()) return false; // nobody is there any more; what is queued here goes out in peace
  if (acks_.owed_for_long()) tell_position();
  if (!resume_.course.attached()) return false;
  const auto blocked =
      resume_.positions.all_acked() && resume_.positions.room() == 0 && !resume_.positions.ended();
  if (resume_.positions.all_acked() && !blocked && !acks_.doubted()) return acks_.owes();
  if (resume_.positions.repeats()) return true; // it waits for its turn
  const auto elsewhere = [this] {
    return resume_.ways && resume_.ways->find_way(far_.pinned, {far_.outlet}, nullptr);
  };
  switch (acks_.look(now, blocked, heard_on_path(), elsewhere)) {
  case stream_acks::verdict::wait: break;
  case stream_acks::verdict::probe: probe(now); break;
  case stream_acks::verdict::give_up:
    leave_together();
    give_path_up("nobody answers there", true);
    return false;
  }
  return true;
}

/// Nothing comes by this way. Streams that only wait for what the far end says would hear of it from
/// pings, seconds later: if another way carries, they go there with the one that found out.
void portal_stream::leave_together() {
  if (!far_.outlet || !acks_.path_silent(far_.outlet->heard)
      || std::exchange(far_.outlet->left_at, far_.outlet->heard) == far_.outlet->heard)
    return;
  group_->leave(*far_.outlet);
}

/// Messages that came by the path, to this stream or to others.
std::uint64_t portal_stream::heard_on_path() const noexcept {
  return far_.outlet ? far_.outlet->heard : far_.path ? far_.path->heard : 0;
}

/// Payload without bytes: the far end says at once what it has. The path of all its streams is asked
/// beside it, so that one that swallows everything is found out as soon as the probe is overdue.
void portal_stream::probe(transports::time_point now) {
  const auto first = acks_.probe(now, heard_on_path());
  if (first && far_.outlet && far_.outlet->suspect) far_.outlet->suspect();
  ++node_.counted.stream_probes;
  auto nothing = transports::slice::copy_of({});
  wrap(nothing, wire::encode_positions({low_half(resume_.positions.sent()), tell_received()}));
  tell(std::move(nothing));
}

/// What is kept goes out again before anything new. Returns false if it is not all out yet.
bool portal_stream::repeat_kept() {
  for (int pieces = 0; resume_.positions.repeats(); ++pieces) {
    if (!may_send()) return false;
    if (const auto gate = at_.gate(); gate && !gate->try_acquire(*this)) return false;
    if (pieces == config::chunks_per_turn) {
      caf::anon_send(caf::actor_cast<caf::actor>(this), note::go_on);
      return false;
    }
    if (!repeat_one()) return false;
  }
  return true;
}

bool portal_stream::repeat_one() {
  const auto piece = resume_.positions.next();
  const wire::portal_positions place{piece.position, tell_received()};
  if (piece.data.empty()) return tell(wire::encode_end(place));
  auto again = transports::slice::copy_of(piece.data);
  wrap(again, wire::encode_positions(place));
  return tell(std::move(again));
}

} // namespace ockam::actors
