// How a node goes by which others reach each other, and what its neighbours do meanwhile. It says so
// on all links, once (wire/messages/departure.hpp). Sessions that lead over such a link make another
// way before it ends (actors/sessions/next_way.hpp), and streams take it. A neighbour of ours says when
// nothing of its own needs the link any more. The reference says nothing: its links are waited for as
// long as messages come and go by them.
#pragma once
#include "channels/workers/context.hpp"
#include "transports/links/departures.hpp"
#include "transports/reactor/pinned_actor.hpp"

#include <functional>

namespace ockam::actors {

/// Tells all neighbours of this node that it goes within config::drain_timeout. Calls `unneeded`
/// once none of them needs it any more, or that time is over, and ends.
class departure final : public transports::pinned_actor {
public:
  departure(caf::actor_config&, transports::context&, std::function<void()> unneeded);
  std::size_t needed_by() const noexcept { return needed_by_; } ///< links
  /// Waits no longer; to be called on the reactor, not while this actor is in a call.
  void hurry();

private:
  caf::behavior make_behavior() override;
  void on_exit() override { unneeded_ = nullptr; }
  void look();
  void say();

  transports::context& node_;
  std::function<void()> unneeded_;
  transports::timer next_look_;
  const transports::time_point began_;
  std::size_t needed_by_ = 0;
};

/// Waits until nothing of this node needs a link whose peer goes, says so to the peer, and ends. It
/// is needed while a session makes another way, and for streams and relays; channels and routes
/// that nothing uses are opened again elsewhere. Streams that can wait for another way get
/// config::departure_patience to find one, and then wait for this one to be back. Also ends with the link, or with the hint.
class last_use final : public transports::pinned_actor {
public:
  last_use(caf::actor_config&, channels::context&, transports::departure_ptr);

private:
  caf::behavior make_behavior() override;
  void on_exit() override { link_.reset(); }
  void look();
  bool is_needed(const caf::actor& link) const;
  std::size_t users(caf::actor_id hop) const;

  channels::context& node_;
  transports::departure_ptr link_;
  transports::timer next_look_;
  const transports::time_point began_;
};

} // namespace ockam::actors
