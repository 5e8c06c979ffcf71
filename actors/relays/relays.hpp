// The relays of a node: those it registered at other nodes, and those it hosts for them.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/relays/registration.hpp"
#include "actors/relays/relay_service.hpp"
#include "actors/routing/identities.hpp"
#include "transports/work/held.hpp"

#include <vector>

namespace ockam::actors {

class relays final : public resource {
public:
  /// `service` stays valid as long as `service_actor` is held.
  relays(const identities& who, caf::actor service_actor, relay_service& service);

  result<json> list() const override;
  result<json> show(std::string_view name) const override; ///< with or without forward_to_
  void create(const json& fields, answer) override;
  result<json> remove(std::string_view name) override;

private:
  using registered = transports::held<registration>;
  using registrations = std::vector<registered>;
  registrations::const_iterator find(std::string_view name) const;
  void start(registration::request, bool waits, const answer&);
  void forget(const registration*);

  const identities& who_;
  channels::context& node_;
  registrations registered_;
  caf::actor service_actor_;
  relay_service& service_;
};

} // namespace ockam::actors
