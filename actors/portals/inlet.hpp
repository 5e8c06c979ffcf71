// A TCP inlet listens for clients and gives each of them a portal stream along its route, with
// whoever a secure channel on that route has proven to be at its end. An inlet may have several
// routes: the first one that is proven carries new streams, and streams stay on their routes. The
// listener stays whatever happens to the routes. While no route carries, clients are held for
// config::inlet_hold, then reset; when a route's path is dead, so are its streams. A route does not
// carry while the inlet's policy denies whoever is at its end. Unless an inlet is told who may be
// there, it keeps to the identity that it met first at the end of its routes: a route that leads to
// another identity is given up and tried again, until somebody calls trust().
#pragma once
#include "actors/portals/stream_table.hpp"
#include "actors/ways/first_met.hpp"
#include "actors/ways/forgotten_streams.hpp"
#include "actors/ways/inlet_routes.hpp"
#include "actors/ways/stream_ways.hpp"
#include "actors/ways/tls_door.hpp"
#include "actors/ways/waiting_clients.hpp"
#include "channels/workers/access_rules.hpp"
#include "transports/links/incoming.hpp"

#include <functional>
#include <map>
#include <memory>
#include <ockam/stream_filter.hpp>
#include <string>
#include <vector>

namespace ockam::actors {

/// Makes a filter for each client of an inlet. Called on the reactor.
using filter_maker = std::function<std::unique_ptr<stream_filter>()>;
/// The filters of inlets that a program is about to make, by the names that it gave them: each is
/// taken out once.
using filter_makers = std::map<std::string, filter_maker, std::less<>>;

class inlet final : public transports::named_worker, managed_route::user, stream_ways {
public:
  struct settings {
    std::string alias;
    transports::endpoint from;
    std::vector<route_request> to; ///< in the order of preference; at least one
    std::optional<channels::policy> allow{};
    transports::duration again = config::session_attempt_timeout; ///< for later attempts
    bool any_peer = false; ///< whether anybody may be at the end of a route
    std::optional<wire::identifier> trusted_peer{}; ///< met in an earlier run
    /// Called when trusted_peer changes, to write it down.
    std::function<void(const wire::identifier&)> met{};
    /// How long a client is kept whose way is lost; 0: not at all.
    transports::duration resume_for = config::stream_patience;
    /// What clients that speak TLS are shown; none: they speak to the inlet as they come.
    std::optional<read_certificate> certificate{};
    /// Makes what a program looks at its clients with; empty: it does not.
    filter_maker filter{};
  };
  /// Calls `tried` once, when each route carries or could not be opened for now.
  inlet(caf::actor_config&, channels::context&, std::string address, settings,
        std::unique_ptr<transports::acceptor>, std::shared_ptr<stream_group>,
        std::function<void()> tried);

  void deliver(transports::message&&) override; ///< answers to pings

  const settings& wanted() const noexcept { return wanted_; }
  transports::endpoint bound() const { return bound_; }
  /// The way that new streams take; empty if no route carries.
  const route_handle& way() const noexcept { return routes_.way(); }
  const channels::access_guard& guard() const noexcept { return guard_; }
  /// To be called when policies have changed, or the standing of `whose`: ends streams to somebody
  /// who may not be at the end of a route any more.
  void ask_again(const std::optional<wire::identifier>& whose);
  /// Ends the streams to somebody whose standing went.
  void bar(const wire::identifier& whose) { streams_->close_of(whose); }
  /// Whom the inlet keeps to; none if it has met nobody yet, or is told who may be there.
  const std::optional<wire::identifier>& trusted_peer() const noexcept { return met_.trusted(); }
  /// Who was at the end of a route instead, when that happened last.
  const std::optional<wire::identifier>& stranger() const noexcept { return met_.stranger(); }
  /// Keeps to that identity from now on. Errors: invalid if the inlet is told who may be there.
  status trust(const wire::identifier&);
  using named_worker::address;
  std::size_t streams() const noexcept { return streams_->size(); }
  std::uint64_t streams_lost() const noexcept { return streams_->lost(); }
  const stream_group& group() const noexcept { return *streams_; }
  std::size_t held() const noexcept { return held_.size(); } ///< clients that wait for a route
  /// What is shown to clients that speak TLS; null if they do not.
  const read_certificate* certificate() const noexcept {
    return door_ ? &door_->certificate() : nullptr;
  }
  /// The fields of supervisor::describe(), and `routes` if there are several.
  nlohmann::json describe_routes() const;

  /// Takes no more clients; streams stay.
  void stop_accepting() { clients_.stop(); } ///< those who wait for a route go on waiting
  void stop_listening();
  void give_up() { streams_->close(); } ///< ends all streams
  /// Ends the inlet and its streams at once.
  void close();

private:
  void on_start() override;
  void on_exit() override;

  // clients
  void take_client(transports::connection);
  void let_in(inlet_client);
  void serve(inlet_client, const inlet_routes::route&);
  void hold(inlet_client);
  bool keep(inlet_client);
  void let_in();
  void let_go();
  void refuse(inlet_client, std::string_view kind, std::string_view why) const;

  // routes
  void route_lost(managed_route&, const error& why) override;
  void route_changed(managed_route&) override;
  std::uint64_t heard_on(const managed_route&) const override;
  bool wants_outlet() const override { return true; }
  void outlet_answered(managed_route&, const wire::outlet_answer&) override;
  void route_renewed(managed_route&) override;
  void route_leaving(managed_route&) override;

  // streams without a way
  std::optional<found> find_way(const std::optional<wire::identifier>& peer, const fars& but,
                                const far_outlet* last_choice) override;
  void hurry_ways() override { routes_.retry_soon(); }
  void take_back(inlet_client) override;
  void forget(const wire::stream_id&, const std::optional<wire::identifier>& peer) override;
  void offer_ways();
  void tell_forgotten(const route_handle&);
  void say_settled();

  bool knows(managed_route&);

  const settings wanted_;
  const transports::endpoint bound_;
  const channels::access_guard guard_;
  transports::incoming clients_;
  std::shared_ptr<stream_group> streams_;
  std::function<void()> tried_;
  first_met met_;
  inlet_routes routes_;
  std::shared_ptr<tls_door> door_; ///< null if clients speak to it as they come
  waiting_clients held_;
  transports::timer patience_;      ///< until the oldest of held_ is reset
  std::shared_ptr<lent_ways> ways_; ///< leads here until the inlet ends
  transports::timer offers_;
  forgotten_streams forgotten_; ///< of which the outlet is still to be told
  stream_fates settled_then_{}; ///< what the log knows
};

} // namespace ockam::actors
