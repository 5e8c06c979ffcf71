// The relays of a node: those it registered at other nodes, and those it hosts for them.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/relays/registration.hpp"
#include "actors/relays/relay_service.hpp"
#include "actors/routing/identities.hpp"
#include "config/spec/relay.hpp"
#include "transports/work/pinned_ref.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace ockam::actors {

class relays final : public resource_of_kind<config::relay> {
public:
  /// `service` stays valid as long as `service_actor` is held.
  relays(const identities& who, caf::actor service_actor, relay_service& service);

  result<json> list() const override;
  result<json> show(std::string_view name) const override; ///< with or without forward_to_
  void create(const config::relay& wanted, const answer&) override;
  result<json> remove(std::string_view name) override;
  void yield(bool does) const; ///< see registration::yield

private:
  /// A relay that this node registered: at one place, or at several of which each may fail.
  struct registered {
    std::uint64_t number = 0; ///< tells it from others before and after it
    std::vector<transports::pinned_ref<registration>> places;
  };
  using registrations = std::vector<registered>;
  /// What is known of a relay while it is made.
  struct first_attempts {
    std::size_t under_way = 0, failed = 0;
    std::optional<error> failure{}; ///< of the first that failed
  };
  static json describe(const registered&);
  registrations::const_iterator find(std::string_view name) const;
  result<std::vector<registration::request>> requests_of(const config::relay&) const;
  void start(std::vector<registration::request>, bool waits, const answer&);
  transports::pinned_ref<registration> begin(registration::request, registration::answer);
  /// `which` is a relay's number and one of its places.
  void tried(std::pair<std::uint64_t, std::size_t> which, const status& up, first_attempts&,
             const answer&);
  void forget(std::uint64_t number);

  const identities& who_;
  channels::context& node_;
  registrations registered_;
  std::uint64_t next_ = 0;
  caf::actor service_actor_;
  relay_service& service_;
};

} // namespace ockam::actors
