// The open portal streams of a node, and the groups of them that belong to one inlet or outlet.
// Confined to the node's reactor.
#pragma once
#include "actors/streams/stream_sweep.hpp"
#include "actors/ways/stream_end.hpp"
#include "actors/ways/stream_record.hpp"
#include "channels/workers/access_rules.hpp"
#include "config/base/limits.hpp"
#include "config/defaults.hpp"
#include "transports/bounds/numbered_places.hpp"
#include "transports/reactor/reactor.hpp"
#include "transports/work/pinned_ref.hpp"
#include "wire/result.hpp"

#include <caf/actor.hpp>

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace ockam::actors {

class portal_stream;
struct far_outlet;
using stream_set = std::unordered_set<portal_stream*>;

class stream_table : public std::enable_shared_from_this<stream_table> {
public:
  using peer = std::optional<wire::identifier>;
  /// How many streams one outlet may have, and strangers of one source and by one link.
  struct bounds {
    std::size_t of_outlet = config::streams_per_outlet_max;
    std::size_t of_source = config::streams_per_source_max;
    std::size_t of_link = config::streams_per_link_max;
  };
  stream_table(transports::reactor& home, std::size_t streams_max, bounds);
  stream_table(transports::reactor& home, std::size_t streams_max)
      : stream_table(home, streams_max, bounds()) {}

  /// Whether another stream may start, which `source` began, and which `who` is proven to be at the
  /// far end of. Neither may have all there are. When there are too many, the newest one of the
  /// source that has the most gives way to one with fewer. Of a stranger, of whom nothing is known
  /// but that it came by `link`, fewer are let in. Errors: errc::limit, and `why` says which it was;
  /// errc::unavailable (draining).
  status admit(const std::string& source = {}, const peer& who = {},
               std::optional<caf::actor_id> link = {}, config::limit* why = nullptr);
  std::size_t max() const noexcept { return streams_max_; }
  std::size_t size() const noexcept { return open_; }
  /// Bytes of memory that streams may keep to send them again. REQUIRES: no stream is open.
  void keep_at_most(std::size_t bytes) noexcept { keeps_max_ = bytes; }
  std::size_t kept() const noexcept { return kept_; }
  std::size_t detached() const noexcept { return detached_count_; }
  stream_sweep& sweep();
  /// No stream may start any more; `drained` is called once none is open. Those that strangers
  /// began have config::drain_strangers_timeout, and then end.
  void drain(std::function<void()> drained);
  /// Takes the streams off the worker by which their way leads away, and tells their far ends.
  void give_up(const caf::actor& hop);

private:
  friend class stream_group;
  void enter(portal_stream&);
  void leave(portal_stream&);
  void end_strangers();
  void watch(portal_stream&, const caf::actor& hop);
  void unwatch(portal_stream&, caf::actor_id hop);
  std::size_t by(caf::actor_id hop) const;
  void hop_down(caf::actor_id hop);
  void end_some();
  void make_room_for_detached(const portal_stream& who);

  transports::reactor& home_;
  const std::size_t streams_max_;
  const bounds bounds_;
  std::size_t open_ = 0;
  std::size_t keeps_max_ = std::numeric_limits<std::size_t>::max();
  transports::numbered_places<portal_stream*> places_;  ///< of streams that others began
  std::map<wire::identifier, std::size_t> of_identity_; ///< how many of them each has
  bool draining_ = false;
  std::vector<std::function<void()>> drained_;
  // Streams by the worker that their way leads away by. Each worker is watched once, not once for
  // each stream: CAF keeps a dead watcher until the watched actor ends.
  std::unordered_map<caf::actor_id, stream_set> leaning_;
  std::deque<caf::actor_id> fallen_; ///< those that have ended, and their streams not yet
  std::map<peer, std::list<portal_stream*>> detached_; ///< by who is at the far end; oldest first
  std::size_t detached_count_ = 0;
  std::size_t kept_ = 0; ///< bytes of memory that streams keep to send them again
  transports::pinned_ref<stream_sweep> sweep_; ///< from the first stream on
};

/// What became of the streams of one inlet or outlet that lost their path.
struct stream_fates {
  std::uint64_t resumed = 0;                                    ///< went on over another one
  std::uint64_t lost = 0;                                       ///< ended
  std::array<std::uint64_t, stream_end_names.size()> lost_by{}; ///< those that had waited, by why
  std::uint64_t resent = 0;                                     ///< bytes of payload sent again
  transports::duration longest{}; ///< that one was without a way, and went on
};

/// The streams of one inlet or outlet. A stream enters when it starts and leaves in its on_exit().
class stream_group {
public:
  explicit stream_group(std::shared_ptr<stream_table> all, stream_label about = {})
      : all_(std::move(all)), about_(std::move(about)) {}
  const stream_label& about() const noexcept { return about_; }

  /// As stream_table::admit; an outlet may not have all there are either.
  status admit(const std::string& source = {}, const stream_table::peer& who = {},
               std::optional<caf::actor_id> link = {}, config::limit* why = nullptr) const;
  std::size_t size() const noexcept { return open_.size(); }
  /// Why a stream was refused, or could not begin, or was ended, the last time; empty: none ever.
  const std::string& refusal() const noexcept { return refusal_; }
  void refused(std::string why) { refusal_ = std::move(why); }
  /// Gives all streams up; one that is just starting ends at once.
  void close();
  /// Gives up streams to or from somebody who is not admitted any more; looks only at those of
  /// `whose` if that is given. Returns how many streams these were and why; empty if there were
  /// none.
  std::string close_denied(const channels::access_guard&,
                           const std::optional<wire::identifier>& whose);

  /// Gives up all streams to or from somebody, those without a way, too. Returns how many these
  /// were.
  std::size_t close_of(const wire::identifier& whose);

  /// Ends the streams to `far`, because their path is dead. Returns how many these were.
  std::size_t lose(const far_outlet& far);
  /// How many streams were ever lost with their path.
  std::uint64_t lost() const noexcept { return fates_.lost; }
  void count_lost() noexcept { ++fates_.lost; }
  void count_lost(stream_end why) noexcept {
    ++fates_.lost;
    ++fates_.lost_by[static_cast<std::size_t>(why)];
  }
  const stream_fates& fates() const noexcept { return fates_; }
  stream_sweep& sweep() const { return all_->sweep(); }

  // -- streams without a way

  /// Where a stream stands among those that wait.
  struct detached_place {
    std::list<portal_stream*>::iterator here, of_peer;
  };
  std::size_t detached() const noexcept { return detached_.size(); }
  /// Since when the oldest of them waits; none if there is none.
  std::optional<transports::time_point> detached_since() const;
  [[nodiscard]] detached_place detached(portal_stream&);
  void forget(portal_stream&, const detached_place&);
  /// One of them went on, after so long, and sends so many bytes again.
  void attached(transports::duration after, std::uint64_t resent);
  /// A way is there: the next config::resumes_per_round of those that wait look for it. Returns
  /// whether some are left that did not since begin_offer().
  void begin_offer() noexcept { offer_ = detached_.begin(); }
  bool go_on_offering();
  /// Ends all that wait.
  void end_detached(stream_end why);
  /// Moves the streams to `far` to another way, if one carries.
  void leave(const far_outlet& far);
  /// Asks the far ends of the streams to `far` whether they are there.
  void doubt(const far_outlet& far);
  /// Called when the last one that waited has a way again, or ended.
  void on_settled(std::function<void()> f) { settled_ = std::move(f); }

  // -- bytes that are kept

  /// A stream keeps `now` bytes of memory; `known` is what it said the last time.
  void keep(std::size_t& known, std::size_t now) noexcept {
    all_->kept_ += now - known;
    kept_ += now - known;
    known = now;
  }
  std::size_t kept() const noexcept { return kept_; } ///< by the streams of this group
  /// Whether a stream that keeps so much may read more.
  bool may_keep(std::size_t kept) const noexcept {
    return kept == 0 || all_->kept_ < all_->keeps_max_;
  }

  /// Adds a stream. Returns false if the group was closed.
  [[nodiscard]] bool enter(portal_stream&);
  void leave(portal_stream&);
  /// From now on the stream hears when `hop` ends.
  void watch(portal_stream&, const caf::actor& hop);
  void unwatch(portal_stream&);

private:
  template <class Wanted>
  std::vector<portal_stream*> which(Wanted&&) const;

  std::shared_ptr<stream_table> all_;
  const stream_label about_;
  stream_set open_;
  stream_fates fates_;
  std::string refusal_;
  std::size_t kept_ = 0;
  std::list<portal_stream*> detached_; ///< oldest first
  std::list<portal_stream*>::iterator offer_ = detached_.end();
  std::function<void()> settled_{};
  bool closed_ = false;
};

} // namespace ockam::actors
