#include "actors/portals/stream_table.hpp"

#include "actors/portals/portal_stream.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace ockam::actors {

namespace {

/// Reminds the table of the time that strangers had.
class reminder final : public transports::pinned_actor {
public:
  reminder(caf::actor_config& cfg, std::function<void()> of)
      : pinned_actor(cfg), timer_(*this, [this, of = std::move(of)] {
          of();
          quit();
        }) {}

private:
  caf::behavior make_behavior() override {
    timer_.arm(config::drain_strangers_timeout);
    return {[](const caf::unit_t&) {}};
  }
  transports::timer timer_;
};

status too_many(std::size_t open, const std::string& whose) {
  return fail(errc::limit,
              std::to_string(open) + " streams" + whose + " are open, which is the limit");
}

} // namespace

stream_table::stream_table(transports::reactor& home, std::size_t streams_max, bounds most)
    : home_(home), streams_max_(streams_max), bounds_(most) {}

std::size_t stream_table::by(caf::actor_id hop) const {
  const auto at = leaning_.find(hop);
  return at == leaning_.end() ? 0 : at->second.size();
}

status stream_table::admit(const std::string& source, const peer& who,
                           std::optional<caf::actor_id> link, config::limit* why) {
  if (draining_) return fail(errc::unavailable, "the node is stopping");
  const auto because = [why](config::limit which) {
    if (why) *why = which;
  };
  because(config::limit::streams);
  if (const auto open = link ? by(*link) : 0; link && open >= bounds_.of_link) {
    because(config::limit::streams_per_link);
    return too_many(open, " by one link");
  }
  if (const auto open = link ? places_.all_places().strangers_of(source) : 0;
      link && open >= bounds_.of_source) {
    because(config::limit::streams_per_source);
    return too_many(open, " of strangers from " + source);
  }
  const auto share = streams_max_ - streams_max_ / config::streams_spared_divisor;
  if (const auto open = places_.all_places().of_source(source); open >= share)
    return too_many(open, " from " + source);
  if (const auto at = who ? of_identity_.find(*who) : of_identity_.end();
      at != of_identity_.end() && at->second >= share)
    return too_many(at->second, " of " + to_string(*who));
  if (open_ < streams_max_) return done{};
  const auto goes = places_.gives_way(source);
  if (!goes) return too_many(open_, {});
  places_.give_up_place(*goes);
  places_.at(*goes)->make_way();
  return done{};
}

void stream_table::enter(portal_stream& who) {
  ++open_;
  if (!who.source()) return; // of a client of ours
  who.number(places_.enter(&who, *who.source(),
                           who.proven() ? transports::places::rank::proven
                                        : transports::places::rank::idle));
  if (who.proven()) ++of_identity_[*who.proven()];
}

void stream_table::drain(std::function<void()> drained) {
  if (!std::exchange(draining_, true) && !places_.empty())
    home_.spawn<reminder>([table = weak_from_this()] {
      if (const auto streams = table.lock()) streams->end_strangers();
    });
  if (open_ == 0) return drained();
  drained_.push_back(std::move(drained));
}

void stream_table::end_strangers() {
  std::vector<portal_stream*> strangers;
  for (const auto& [number, stream] : places_)
    if (!stream->proven()) strangers.push_back(stream);
  for (auto* const stream : strangers) stream->close();
}

void stream_table::leave(portal_stream& who) {
  if (places_.leave(who.number())) {
    if (who.proven())
      if (const auto at = of_identity_.find(*who.proven()); --at->second == 0)
        of_identity_.erase(at);
  }
  if (--open_ > 0) return;
  for (auto& call : std::exchange(drained_, {})) call();
}

void stream_table::watch(portal_stream& who, const caf::actor& hop) {
  auto [at, first] = leaning_.try_emplace(hop.id());
  at->second.insert(&who);
  if (!first) return;
  // The hop may end on any thread, and in the middle of a call from one of its streams.
  hop->attach_functor([table = weak_from_this(), home = home_.weak_from_this(), id = hop.id()] {
    if (auto loop = home.lock())
      loop->post([table, id] {
        if (auto streams = table.lock()) streams->hop_down(id);
      });
  });
}

void stream_table::unwatch(portal_stream& who, caf::actor_id hop) {
  if (auto at = leaning_.find(hop); at != leaning_.end()) at->second.erase(&who);
}

void stream_table::give_up(const caf::actor& hop) {
  const auto at = leaning_.find(hop.id());
  if (at == leaning_.end()) return;
  for (auto* const stream : stream_set{at->second}) stream->on_peer_unreachable();
}

void stream_table::hop_down(caf::actor_id hop) {
  fallen_.push_back(hop);
  if (fallen_.size() == 1) end_some(); // else that comes
}

/// A few at a time: a link may have thousands, and hundreds may end at once. A stream that ends by
/// itself meanwhile takes itself out.
void stream_table::end_some() {
  std::vector<portal_stream*> some;
  while (!fallen_.empty() && some.size() < config::stream_ends_per_turn) {
    const auto at = leaning_.find(fallen_.front());
    while (at != leaning_.end() && !at->second.empty()
           && some.size() < config::stream_ends_per_turn) {
      some.push_back(*at->second.begin());
      at->second.erase(at->second.begin());
    }
    if (at != leaning_.end() && !at->second.empty()) break;
    if (at != leaning_.end()) leaning_.erase(at);
    fallen_.pop_front();
  }
  if (!fallen_.empty())
    home_.post([table = weak_from_this()] {
      if (const auto streams = table.lock()) streams->end_some();
    });
  for (auto* const stream : some) stream->on_route_lost();
}

status stream_group::admit(const std::string& source, const stream_table::peer& who,
                           std::optional<caf::actor_id> link, config::limit* why) const {
  const auto most = std::min(all_->bounds_.of_outlet,
                             all_->max() - all_->max() / config::outlet_streams_spared_divisor);
  if (!source.empty() && open_.size() >= most) {
    if (why) *why = config::limit::streams_per_outlet;
    return too_many(open_.size(), " of this outlet");
  }
  return all_->admit(source, who, link, why);
}

void stream_group::close() {
  closed_ = true;
  for (auto stream : stream_set{open_}) stream->close();
}

std::string stream_group::close_denied(const channels::access_guard& gate,
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

/// Copies the streams that are wanted out of the group, because what is then done to one of them may
/// take it out of the group.
template <class Wanted>
std::vector<portal_stream*> stream_group::which(Wanted&& wanted) const {
  std::vector<portal_stream*> out;
  for (auto* const stream : open_)
    if (wanted(*stream)) out.push_back(stream);
  return out;
}

std::size_t stream_group::close_of(const wire::identifier& whose) {
  const auto those = which([&](const portal_stream& one) { return one.proven() == whose; });
  for (auto* const stream : those) stream->close();
  return those.size();
}

std::size_t stream_group::lose(const far_outlet& far) {
  const auto dead = which([&](const portal_stream& one) { return one.goes_to(far); });
  for (auto* const stream : dead) stream->on_peer_unreachable();
  return dead.size();
}

bool stream_group::enter(portal_stream& who) {
  if (closed_ || !open_.insert(&who).second) return false;
  all_->enter(who);
  return true;
}

void stream_group::leave(portal_stream& who) {
  if (open_.erase(&who) == 0) return;
  all_->unwatch(who, who.hop());
  all_->leave(who);
}

void stream_group::watch(portal_stream& who, const caf::actor& hop) { all_->watch(who, hop); }

void stream_group::unwatch(portal_stream& who) { all_->unwatch(who, who.hop()); }

// -- without a way ----------------------------------------------------------------------------------

stream_sweep& stream_table::sweep() {
  if (!sweep_.object) sweep_ = transports::pinned_ref<stream_sweep>(home_.spawn<stream_sweep>());
  return *sweep_.object;
}

/// The oldest one of all strangers ends, or of the peer that has the most. Who proved an identity,
/// and a client of ours, may wait as long as there is room: an inlet loses the way of all at once.
void stream_table::make_room_for_detached(const portal_stream& who) {
  auto of = detached_.find(who.proven());
  const auto is_stranger = who.source() && !who.proven();
  const auto peers_own =
      is_stranger && of != detached_.end() && of->second.size() >= config::detached_per_peer_max;
  if (!peers_own && detached_count_ < config::detached_max) return;
  if (!peers_own)
    of = std::max_element(detached_.begin(), detached_.end(), [](const auto& a, const auto& b) {
      return a.second.size() < b.second.size();
    });
  of->second.front()->end_detached(stream_end::limit);
}

stream_group::detached_place stream_group::detached(portal_stream& who) {
  all_->make_room_for_detached(who);
  auto& of_peer = all_->detached_[who.proven()];
  ++all_->detached_count_;
  return {detached_.insert(detached_.end(), &who), of_peer.insert(of_peer.end(), &who)};
}

void stream_group::forget(portal_stream& who, const detached_place& at) {
  if (offer_ == at.here) ++offer_;
  detached_.erase(at.here);
  const auto of_peer = all_->detached_.find(who.proven());
  of_peer->second.erase(at.of_peer);
  if (of_peer->second.empty()) all_->detached_.erase(of_peer);
  --all_->detached_count_;
  if (detached_.empty() && settled_) settled_();
}

std::optional<transports::time_point> stream_group::detached_since() const {
  if (detached_.empty()) return {};
  return detached_.front()->detached_since();
}

void stream_group::attached(transports::duration after, std::uint64_t resent) {
  ++fates_.resumed;
  fates_.resent += resent;
  fates_.longest = std::max(fates_.longest, after);
}

bool stream_group::go_on_offering() {
  for (std::size_t n = 0; n < config::resumes_per_round && offer_ != detached_.end(); ++n) {
    auto* const stream = *offer_++;
    stream->take_offer();
  }
  return offer_ != detached_.end();
}

void stream_group::end_detached(stream_end why) {
  for (auto* const stream : std::vector(detached_.begin(), detached_.end()))
    stream->end_detached(why);
}

void stream_group::leave(const far_outlet& far) {
  for (auto* const stream : which([&](const portal_stream& one) { return one.goes_to(far); }))
    stream->leave_way();
}

void stream_group::doubt(const far_outlet& far) {
  for (auto* const stream : which([&](const portal_stream& one) { return one.goes_to(far); }))
    stream->doubt();
}

} // namespace ockam::actors
