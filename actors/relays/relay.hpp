// Passes messages on to the node that registered it: its own address comes off the route, the way
// to its owner goes on. It is not on the way back, and it touches no payload. A relay of a project
// takes messages of members only, and where the project keeps members apart
// (actors/access/isolation.hpp) only of those who may reach its owner. A guest
// (config/members/guests.hpp) reaches only the relay that its credential names, and behind it only
// what leads into a channel, where it is known as a guest. Source: spec wire §4.2.
#pragma once
#include "actors/relays/client_marks.hpp"
#include "channels/workers/context.hpp"
#include "channels/workers/credential_table.hpp"
#include "transports/work/named_worker.hpp"

namespace ockam::actors {

class relay final : public transports::named_worker {
public:
  /// `registrant` is the return route of the registration. Its first hop is `way`; its last hop is
  /// the worker that waits for the confirmation and takes no part in what is relayed. When `mark`
  /// ends, what was learnt from what the relay passed on is forgotten. `clients` has such a mark
  /// for each member where members are kept apart, and is null elsewhere.
  relay(caf::actor_config&, channels::context&, std::string address, wire::route registrant,
        transports::port way, bool members_only, transports::marks mark,
        std::shared_ptr<client_marks> clients = {});

  void deliver(transports::message&&) override;
  transports::send_gate* egress() override { return way_.egress(); }
  std::optional<wire::identifier> proven_peer() const override;
  bool leads_away() const override { return true; }

protected:
  void on_start() override; ///< confirms the registration
  void on_exit() override { way_ = {}; }

private:
  /// Why a message may not pass; empty if it may.
  std::string why_refused(const transports::message&);
  void look_at(const wire::identifier& member, const channels::standing&);

  const channels::credential_table& credentials_;
  const channels::access_rules& access_;
  const bool members_only_;
  wire::route owner_;
  transports::port way_;
  const transports::marks mark_;
  const std::shared_ptr<client_marks> clients_;
  /// What look_at() found of the last member, which holds for config::isolation_look_period: it is
  /// asked for each message.
  std::optional<wire::identifier> asked_about_;
  bool reaches_ = false, is_guest_ = false;
  transports::time_point asked_at_{};
};

} // namespace ockam::actors
