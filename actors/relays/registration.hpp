// Keeps a relay of ours at another node alive: opens the way there, registers, checks the
// confirmation, and proves the relay by what it sends through it to itself. When the relay is lost,
// it registers again under the same name and the same address R, which takes the confirmations
// (spec wire §4.1). What else comes by the same way proves nothing about the name. When only that
// came for config::proof_excused_max, or the host says that something became of the relay, the
// relay is confirmed by the way that is there: the same request is sent again, which changes
// nothing at a host that has the relay. A host of ours that refuses the name says who has it. When
// the node that its link leads to goes, the relay is made by another link before, at whoever has
// that name then. A channel on which the host says nothing may not be one for the host, so another
// one is opened while there is time. The relay is down, and not tried any more, while a policy denies its host.
#pragma once
#include "actors/names/name_conflict.hpp"
#include "actors/names/relay_confirmation.hpp"
#include "actors/routing/open_route.hpp"
#include "actors/sessions/next_way.hpp"
#include "actors/sessions/supervisor.hpp"
#include "channels/workers/access_rules.hpp"
#include "wire/messages/relay.hpp"

namespace ockam::actors {

class registration final : public transports::named_worker, supervisor::subject, next_way::user {
public:
  struct request {
    std::string name; ///< empty if the relay service is to choose one
    route_request at; ///< its time-out is for the whole first attempt; none: as for later ones
    /// The policy for the node that hosts the relay; none: nothing is asked of it. What is written
    /// for relays, or by default, is for those who register here.
    std::optional<channels::policy> allow{};
    transports::duration again = config::session_attempt_timeout; ///< for later attempts
  };
  /// Called once, on the reactor, when the relay is up; or with an error if the first attempt
  /// failed, and then the registration ends. Empty: it goes on trying. Errors: those of open_route;
  /// timed_out; unavailable; denied; protocol for a false confirmation.
  using answer = std::function<void(status)>;

  registration(caf::actor_config&, channels::context&, std::string address, request, answer);

  void deliver(transports::message&&) override; ///< the confirmation, and answers to pings

  const class supervisor& supervisor() const noexcept { return supervisor_; }
  bool being_made() const noexcept { return answer_ != nullptr; }
  /// To be called when standings have changed: the relay ends if its host is denied now, and is
  /// tried again if it was denied before.
  void ask_again();
  const request& wanted() const noexcept { return request_; }
  /// Gives the name free for others; to be followed by the end of the registration.
  void release();
  /// While the next process of this node registers: nothing is tried or said, and the way stays, as
  /// what came by it still comes by it. When it ends, the name is asked for again.
  void yield(bool does);
  /// Who else wanted the name within config::conflict_shown, as the host says; empty if nobody did.
  std::string conflict() const;
  std::string_view worker_address() const noexcept { return address().value; }
  /// The relay's address, `forward_to_n1`; empty before it was up.
  const std::string& remote_address() const noexcept { return remote_address_; }
  /// The route from this node to the relay: `0#<link> => 0#forward_to_n1`.
  wire::route forwarding_route() const;

protected:
  void on_start() override;
  void on_exit() override;

private:
  void open() override;
  void close(const error& why) override;
  wire::route proof() const override;
  bool answers(const std::optional<wire::identifier>& from) const override {
    return way_.answers(from);
  }
  void confirm() override;
  std::uint64_t heard() const override;
  void changed() override;
  const route_handle& present() const override { return way_; }
  const route_request& wanted_way() const override { return request_.at; }
  void leaving(bool does) override { supervisor_.leave(does); }
  void try_next(const route_handle&) override;
  void go_over() override;

  status admits_host(const route_handle&) const;
  void open_way();
  void ask(route_handle);
  transports::duration time_left() const;
  bool opens_again() const;
  status check(const transports::message&) const;
  void request_name(const route_handle& by, wire::relay_request_tail);
  void take_at_next(const route_handle&, const transports::message&);
  void take_confirmation(const transports::message&);
  void take_notice(const wire::relay_notice&);
  void leave();
  void expire();

  channels::context& channels_;
  request request_;
  transports::time_point began_; ///< start of the attempt
  answer answer_;
  transports::timer deadline_;
  std::unique_ptr<route_opening> opening_;
  route_handle way_;
  /// The way before this one, until what came by it has said goodbye.
  struct way_left {
    route_handle way;
    transports::timer until;
  };
  way_left left_;
  bool yields_ = false; ///< while the next process of this node registers
  bool given_ = false;  ///< the attempt's time-out, by who asked for the relay
  relay_confirmation confirmation_;
  /// Where the relay is made before its host goes.
  struct next_host {
    next_way way;
    transports::timer confirmed; ///< until that host has to have confirmed it
    transports::timer arrived;   ///< armed for a moment when way_ was made before it was needed
    std::string address{};       ///< of the relay there
  };
  next_host next_;
  std::string remote_address_;
  name_conflict conflict_;
  class supervisor supervisor_;
};

} // namespace ockam::actors
