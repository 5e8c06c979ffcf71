// A TCP inlet: listens for clients and gives each of them a portal stream along its route, with
// whoever a secure channel on that route has proven to be at its end. The
// listener stays whatever happens to the route; a route that is lost is opened again, with growing
// pauses, and at once when a client comes. While there is none, clients are turned away at once;
// and while whoever is at its end is denied by the inlet's policy.
#pragma once
#include "actors/early_payload.hpp"
#include "actors/open_route.hpp"
#include "actors/stream_table.hpp"
#include "channels/workers/access_rules.hpp"
#include "transports/incoming.hpp"
#include "wire/multiaddr.hpp"

#include <functional>
#include <memory>
#include <string>

namespace ockam::actors {

class inlet final : public transports::pinned_actor {
public:
  struct settings {
    std::string alias;
    transports::endpoint from;
    route_request to; ///< each attempt to open the route has its time-out
    std::optional<channels::policy> allow{};
  };
  /// `tried` is called once: the route is open, or could not be opened for now.
  inlet(caf::actor_config&, channels::context&, settings, std::unique_ptr<transports::acceptor>,
        std::shared_ptr<stream_group>, std::function<void()> tried);

  const settings& wanted() const noexcept { return wanted_; }
  transports::endpoint bound() const { return bound_; }
  /// Whether clients are served: there is a route, and to somebody who may be at its end.
  bool up() const { return why_down().empty(); }
  std::string why_down() const; ///< empty if it is up
  const channels::guard& guard() const noexcept { return guard_; }
  /// Policies have changed, or the standing of `whose`: ends its streams if they go to somebody who
  /// may not be at the end of its route any more.
  void ask_again(const std::optional<wire::identifier>& whose);
  const opened_route& way() const noexcept { return way_; }
  std::size_t streams() const noexcept { return streams_->size(); }

  /// Takes no more clients; its streams stay.
  void stop_listening();
  /// Ends it and its streams at once.
  void close();

private:
  caf::behavior make_behavior() override;
  void on_exit() override;
  void take_client(transports::connection);

  void open();
  void take_route(result<opened_route>);
  void lose_route(std::string why);
  void retry();

  channels::context& node_;
  const settings wanted_;
  const transports::endpoint bound_;
  const channels::guard guard_;
  transports::incoming clients_;
  std::shared_ptr<stream_group> streams_;
  std::function<void()> tried_;
  opened_route way_;
  std::shared_ptr<far_outlet> far_; ///< at the end of way_
  std::unique_ptr<route_opening> opening_;
  bool open_ = false; ///< way_ leads somewhere
  std::string reason_ = "the route is being opened";
  transports::timer retry_;
  transports::duration retry_delay_;
  transports::time_point tried_at_;
};

} // namespace ockam::actors
