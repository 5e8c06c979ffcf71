// The streams of one outlet that can go on over another path, by their ids, and the ids that it
// denied to know. Who asks for a stream must be whom its Ping came from. Confined to the node's
// reactor. Source: docs/streams.md, after spec wire §11.
#pragma once
#include "config/defaults.hpp"
#include "transports/io/clock.hpp"
#include "transports/work/port.hpp"
#include "wire/messages/portal.hpp"

#include <deque>
#include <optional>
#include <unordered_map>

namespace ockam::actors {

class known_streams {
public:
  using peer = std::optional<wire::identifier>;

  /// Adds a stream. Returns false if that id is taken: then it can not go on over another path.
  bool add(const wire::stream_id&, const peer& from, const caf::actor& stream);
  /// The stream that somebody may go on with; none if it is unknown, or another's.
  caf::actor find(const wire::stream_id&, const peer& from) const;
  bool has(const wire::stream_id& id) const { return known_.count(id) > 0; }
  /// Called by the stream when it ends.
  void remove(const wire::stream_id&);
  void clear() noexcept { known_.clear(); }
  std::size_t size() const noexcept { return known_.size(); }

  /// Says that the id is not known, and will be refused for config::denied_ids_for. Returns false if
  /// that can not be promised.
  bool deny(const wire::stream_id&, transports::time_point now);
  /// Whether a Ping by that id came too late.
  bool was_denied(const wire::stream_id&, transports::time_point now);

private:
  struct hash {
    /// Ids are random, so any 8 bytes of one are a hash; whoever makes others fills its own outlet.
    std::size_t operator()(const wire::stream_id&) const noexcept;
  };
  struct entry {
    peer from;
    caf::actor stream;
  };
  void forget_old(transports::time_point now);

  std::unordered_map<wire::stream_id, entry, hash> known_;
  std::unordered_map<wire::stream_id, transports::time_point, hash> denied_; ///< until when
  std::deque<wire::stream_id> denied_in_order_;
};

} // namespace ockam::actors
