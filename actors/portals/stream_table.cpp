#include "actors/portals/stream_table.hpp"

#include "actors/portals/portal_stream.hpp"

#include <map>

namespace ockam::actors {

stream_table::stream_table(transports::reactor& home, std::size_t streams_max,
                           std::size_t queued_max)
    : home_(home), streams_max_(streams_max), queued_max_(queued_max) {}

status stream_table::admit(const std::string& source) {
  if (draining_) return fail(errc::unavailable, "the node is stopping");
  if (open_ < streams_max_) return done{};
  const auto goes = places_.gives_way(source, [](auto) { return false; });
  if (!goes)
    return fail(errc::limit, std::to_string(open_) + " streams are open, which is the limit");
  ++gave_way_;
  auto& one = *by_number_.at(*goes);
  places_.leave(*goes); // it ends in a moment, and is not chosen again
  one.make_way();
  return done{};
}

void stream_table::enter(portal_stream& who) {
  ++open_;
  if (!who.source()) return; // of a client of ours
  who.number(++next_);
  places_.enter(next_, *who.source(),
                who.proven() ? transports::places::rank::proven : transports::places::rank::idle);
  by_number_.emplace(next_, &who);
}

/// Whoever holds the most ends when all together hold too much.
void stream_table::hold(portal_stream& who, std::size_t before, std::size_t now) {
  auto place = before > 0 ? holding_.extract({before, &who}) : std::move(spare_);
  if (now == 0) {
    spare_ = std::move(place);
  } else if (place) {
    place.value() = {now, &who};
    holding_.insert(std::move(place));
  } else {
    holding_.emplace(now, &who);
  }
  queued_ += now;
  queued_ -= before;
  if (queued_ <= queued_max_ || holding_.empty()) return;
  ++over_budget_;
  auto& largest = *holding_.rbegin()->second;
  largest.hold_nothing(); // it ends in a moment
  largest.make_way();
}

void stream_table::drain(std::function<void()> drained) {
  draining_ = true;
  if (open_ == 0) return drained();
  drained_.push_back(std::move(drained));
}

void stream_table::leave(portal_stream& who) {
  places_.leave(who.number());
  by_number_.erase(who.number());
  if (--open_ > 0) return;
  for (auto& call : std::exchange(drained_, {})) call();
}

void stream_table::lean(portal_stream& who, const caf::actor& hop) {
  auto [at, first] = leaning_.try_emplace(hop.id());
  at->second.insert(&who);
  if (!first) return;
  // The hop may end on any thread, and in the middle of a call from one of its streams.
  hop->attach_functor([table = weak_from_this(), home = home_.weak_from_this(), id = hop.id()] {
    if (auto loop = home.lock())
      loop->post([table, id] {
        if (auto streams = table.lock()) streams->fell(id);
      });
  });
}

void stream_table::stand_up(portal_stream& who, caf::actor_id hop) {
  if (auto at = leaning_.find(hop); at != leaning_.end()) at->second.erase(&who);
}

void stream_table::give_up(const caf::actor& hop) {
  const auto at = leaning_.find(hop.id());
  if (at == leaning_.end()) return;
  for (auto* const stream : stream_set{at->second}) stream->close();
}

void stream_table::fell(caf::actor_id hop) {
  auto without_way = leaning_.extract(hop);
  if (!without_way) return;
  for (auto stream : without_way.mapped()) stream->lose_way();
}

void stream_group::close() {
  closed_ = true;
  for (auto stream : stream_set{open_}) stream->close();
}

std::string stream_group::close_denied(const channels::guard& gate,
                                       const std::optional<wire::identifier>& whose) {
  std::map<std::optional<wire::identifier>, status> answers;
  std::vector<portal_stream*> denied;
  std::string why;
  for (auto* const stream : open_) {
    const auto& who = stream->proven();
    // One whose way has ended ends by that, and there is nobody left whose standing counts.
    if ((whose && who != whose) || !stream->has_way()) continue;
    auto at = answers.find(who);
    if (at == answers.end()) at = answers.emplace(who, gate.admits(who)).first;
    if (at->second) continue;
    why = at->second.error().message;
    denied.push_back(stream);
  }
  for (auto* const stream : denied) stream->close();
  return denied.empty() ? why : std::to_string(denied.size()) + " streams ended: " + why;
}

std::size_t stream_group::lose(const far_outlet& far) {
  std::vector<portal_stream*> dead;
  for (auto* const stream : open_)
    if (stream->goes_to(far)) dead.push_back(stream);
  for (auto* const stream : dead) stream->lose_path();
  return dead.size();
}

bool stream_group::enter(portal_stream& who) {
  if (closed_ || !open_.insert(&who).second) return false;
  all_->enter(who);
  return true;
}

void stream_group::leave(portal_stream& who) {
  if (open_.erase(&who) == 0) return;
  all_->stand_up(who, who.hop());
  all_->leave(who);
}

void stream_group::lean(portal_stream& who, const caf::actor& hop) {
  all_->stand_up(who, who.hop());
  all_->lean(who, hop);
}

} // namespace ockam::actors
