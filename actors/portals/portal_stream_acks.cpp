// What the two ends of a portal stream with positions tell each other of them: acknowledgements, and
// questions that show whether the far end is there; and what goes out again.
#include "actors/portals/portal_stream.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <algorithm>

namespace ockam::actors {

namespace {

constexpr std::uint32_t low_half(std::uint64_t position) noexcept {
  return static_cast<std::uint32_t>(position);
}

} // namespace

std::uint64_t portal_stream::limit_in() const noexcept {
  return positions_.received() - (positions_.far_ended() ? 1 : 0) + window_.granted();
}

/// What a message that leaves now says that is here.
std::uint32_t portal_stream::tell_received() noexcept {
  told_ = positions_.received();
  owes_ = owed_before_ = false;
  return low_half(told_);
}

/// Not while a Resume is under way by another way: an ack by the old one that overtakes it would make
/// it say less than the far end knows already, which is a violation.
void portal_stream::tell_position() {
  if (!course_.attached()) return;
  tell(wire::encode_position(tell_received(), low_half(limit_in())));
}

/// Something came that the far end keeps until it is told.
void portal_stream::owe() {
  const auto worth = std::min<std::uint64_t>(2 * config::ack_bytes, window_.size() / 2);
  owes_ = true; // until it is told, which has to wait while there is no way
  if (course_.attached() && positions_.received() - told_ >= worth) return tell_position();
  group_->sweep().enter(*this);
}

void portal_stream::answer_probe() {
  const auto now = home().now();
  if (now - answered_at_ < config::probe_interval_min) return owe();
  answered_at_ = now;
  tell_position();
}

/// Returns false if the far end has what was never sent.
bool portal_stream::take_ack(std::uint32_t received) {
  const auto before = positions_.acked();
  const auto held = !group_->may_keep(kept_);
  if (!positions_.ack(received)) return false;
  if (positions_.acked() != before || probes_ > 0) {
    acked_at_ = home().lately();
    probes_ = 0;
  }
  group_->keep(kept_, positions_.kept());
  if (held && group_->may_keep(kept_)) run_or_note(note::go_on);
  return true;
}

void portal_stream::watch_acks() {
  group_->keep(kept_, positions_.kept());
  group_->sweep().enter(*this);
}

void portal_stream::look() {
  run([this] {
    if (!course_.attached() || !look_after_acks(home().now())) group_->sweep().leave(*this);
  });
}

/// Returns whether it has to be looked at again.
bool portal_stream::look_after_acks(transports::time_point now) {
  if (!goes_on()) return false; // nobody is there any more; what is queued here goes out in peace
  if (owes_ && std::exchange(owed_before_, true)) tell_position();
  if (!course_.attached()) return false;
  const auto blocked = positions_.all_acked() && positions_.room() == 0 && !positions_.ended();
  if (positions_.all_acked() && !blocked) return owes_;
  if (positions_.repeats()) return true; // it waits for its turn
  if (probes_ == 0) {
    const auto due = blocked ? transports::duration{config::probe_blocked} : config::ack_overdue;
    if (now - acked_at_ >= due) probe(now);
  } else if (now - probed_at_ >= config::probe_answer) {
    const auto path_lives = heard_on_path() != heard_then_;
    const auto elsewhere = ways_ && ways_->find_way(pinned_, {far_}, nullptr);
    if (probes_ >= (path_lives || !elsewhere ? config::probes_patient_max : config::probes_max)) {
      give_path_up("nobody answers there", true);
      return false;
    }
    probe(now);
  }
  return true;
}

/// Messages that came by the path, to this stream or to others.
std::uint64_t portal_stream::heard_on_path() const noexcept {
  return far_ ? far_->heard : path_ ? path_->heard : 0;
}

/// Payload without bytes: the far end says at once what it has. The path of all its streams is asked
/// beside it, so that one that swallows everything is found out as soon as the probe is overdue.
void portal_stream::probe(transports::time_point now) {
  if (probes_++ == 0) {
    heard_then_ = heard_on_path();
    if (far_ && far_->suspect) far_->suspect();
  }
  probed_at_ = now;
  ++node_.counted.stream_probes;
  auto nothing = transports::slice::copy_of({});
  wrap(nothing, wire::encode_positions({low_half(positions_.sent()), tell_received()}));
  tell(std::move(nothing));
}

/// What is kept goes out again before anything new. Returns false if it is not all out yet.
bool portal_stream::repeat_kept() {
  for (int pieces = 0; positions_.repeats(); ++pieces) {
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
  const auto piece = positions_.next();
  const wire::portal_positions place{piece.position, tell_received()};
  if (piece.data.empty()) return tell(wire::encode_end(place));
  auto again = transports::slice::copy_of(piece.data);
  wrap(again, wire::encode_positions(place));
  return tell(std::move(again));
}

} // namespace ockam::actors
