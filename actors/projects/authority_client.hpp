// Asks an authority, over a channel of its own: opened when something is asked, kept as long as it
// lasts, opened again by what is asked next. Several requests may wait at once; answers find them
// by their number. Source: spec wire §7.5, §7.6.
#pragma once
#include "actors/routing/open_route.hpp"
#include "transports/work/named_worker.hpp"
#include "wire/messages/authority.hpp"

#include <map>

namespace ockam::actors {

class authority_client final : public transports::named_worker {
public:
  struct place {
    std::string name;         ///< of the project, in errors
    wire::multiaddr route;    ///< up to the listener of channels
    channels::allow_list who; ///< the authority: nobody else is asked
    std::shared_ptr<const channels::own_identity> self;
  };
  /// The body of the answer, empty if it has none. Called once, on the reactor; never from inside
  /// ask(). Errors: those of open_route; errc::timed_out; errc::unavailable if the channel ends;
  /// errc::limit; what the authority says: denied, not_found, already_exists, invalid, unavailable.
  using answer = std::function<void(result<wire::bytes>)>;

  authority_client(caf::actor_config&, channels::context&, std::string address, place);
  /// Spawns one with an address of its own. An exit message ends it.
  static caf::actor start(channels::context&, place);

  // -- on the reactor ---------------------------------------------------------------

  void ask(const wire::authority_request&, answer,
           transports::duration timeout = config::authority_timeout);

  void deliver(transports::message&&) override; ///< an answer

protected:
  void on_start() override;
  void on_exit() override;

private:
  struct request {
    std::string service;
    wire::bytes payload;
    answer to;
    transports::time_point deadline;
    bool sent = false; ///< on the way that is open
  };

  std::uint32_t free_number();
  void go_on();
  void open();
  void take_route(result<route_handle>);
  void give_up_way();
  void send(const request&);
  void say(const answer&, result<wire::bytes>);
  void expire();
  void arm();
  void answer_all(const error&);

  channels::context& channels_;
  const place place_;
  transports::timer deadline_;
  std::unique_ptr<route_opening> opening_;
  std::optional<route_handle> way_;
  std::map<std::uint32_t, request> waiting_; ///< by number
  bool started_ = false;
};

} // namespace ockam::actors
