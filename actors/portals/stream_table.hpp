// The open portal streams of a node, and the groups of them that belong to one inlet or outlet.
// Confined to the node's reactor.
#pragma once
#include "channels/workers/access_rules.hpp"
#include "transports/reactor/reactor.hpp"
#include "transports/work/places.hpp"
#include "wire/result.hpp"

#include <caf/actor.hpp>

#include <cstddef>
#include <functional>
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
  stream_table(transports::reactor& home, std::size_t streams_max);

  /// Whether another stream may start, which `source` began, and which `who` is proven to be at the
  /// far end of. Neither may have all there are. When there are too many, the newest one of the
  /// source that has the most gives way to one with fewer. errc::limit, errc::unavailable
  /// (draining).
  status admit(const std::string& source = {}, const peer& who = {});
  std::size_t max() const noexcept { return streams_max_; }
  std::size_t size() const noexcept { return open_; }
  std::uint64_t gave_way() const noexcept { return gave_way_; }
  /// No stream may start any more; `drained` is called once none is open. Those that strangers
  /// began have config::drain_strangers_timeout, and then end.
  void drain(std::function<void()> drained);
  /// Closes the streams whose way leads away by that worker, and tells their far ends.
  void give_up(const caf::actor& hop);

private:
  friend class stream_group;
  void enter(portal_stream&);
  void leave(portal_stream&);
  void end_strangers();
  void lean(portal_stream&, const caf::actor& hop);
  void stand_up(portal_stream&, caf::actor_id hop);
  void fell(caf::actor_id hop);

  transports::reactor& home_;
  const std::size_t streams_max_;
  std::size_t open_ = 0;
  transports::places places_;                           ///< of streams that others began
  std::map<wire::identifier, std::size_t> of_identity_; ///< how many of them each has
  std::unordered_map<transports::places::number, portal_stream*> by_number_;
  transports::places::number next_ = 0;
  std::uint64_t gave_way_ = 0;
  bool draining_ = false;
  std::vector<std::function<void()>> drained_;
  // Streams by the worker that their way leads away by. Each worker is watched once, not once for
  // each stream: CAF keeps a dead watcher until the watched actor ends.
  std::unordered_map<caf::actor_id, stream_set> leaning_;
};

/// The streams of one inlet or outlet. A stream enters when it starts and leaves in its on_exit().
class stream_group {
public:
  explicit stream_group(std::shared_ptr<stream_table> all) : all_(std::move(all)) {}

  /// As stream_table::admit; an outlet may not have all there are either.
  status admit(const std::string& source = {}, const stream_table::peer& who = {}) const;
  std::size_t size() const noexcept { return open_.size(); }
  /// Gives all streams up; one that is just starting ends at once.
  void close();
  /// Gives up streams to or from somebody who is not admitted any more; looks only at those of
  /// `whose` if that is given. Returns how many streams these were and why; empty if there were
  /// none.
  std::string close_denied(const channels::guard&, const std::optional<wire::identifier>& whose);

  /// Ends the streams to `far`, because their path is dead. Returns how many these were.
  std::size_t lose(const far_outlet& far);
  /// How many streams were ever lost with their path.
  std::uint64_t lost() const noexcept { return lost_; }
  void count_lost() noexcept { ++lost_; }

  /// Adds a stream. Returns false if the group was closed.
  [[nodiscard]] bool enter(portal_stream&);
  void leave(portal_stream&);
  /// From now on the stream hears when `hop` ends.
  void lean(portal_stream&, const caf::actor& hop);

private:
  std::shared_ptr<stream_table> all_;
  stream_set open_;
  std::uint64_t lost_ = 0;
  bool closed_ = false;
};

} // namespace ockam::actors
