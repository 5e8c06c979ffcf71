// Makes relays for those who ask, under the names `forwarding_service` and
// `static_forwarding_service`. Source: spec wire §4.1.
//   request := BARE string NAME, `register` for a random one     the relay's address:
//   forward_to_NAME
// A newer registration of a name replaces the older one. A relay ends with the hop that leads to
// its owner: a link, or a secure channel. Limits: config/defaults.hpp, "relays".
#pragma once
#include "channels/workers/context.hpp"
#include "transports/worker.hpp"

#include <map>
#include <set>
#include <string>
#include <unordered_map>

namespace ockam::actors {

class relay_service final : public transports::worker {
public:
  static constexpr std::string_view plain_name = "forwarding_service";
  static constexpr std::string_view static_name = "static_forwarding_service";
  static constexpr std::string_view any_name = "register", prefix = "forward_to_";

  struct hosted {
    wire::route owner; ///< what the relay puts in front
    caf::actor relay;
    caf::actor first_hop;
    caf::actor_id link; ///< what the registration came through, below all channels
  };
  using hosted_relays = std::map<std::string, hosted, std::less<>>; ///< by address, forward_to_n1

  relay_service(caf::actor_config& cfg, channels::context& node) : worker(cfg), node_(node) {}

  void deliver(transports::message&&) override;

  const hosted_relays& relays() const noexcept { return relays_; }
  /// Ends a relay. False if there is none.
  bool remove(std::string_view address);

protected:
  void on_start() override;
  void on_exit() override;

private:
  result<std::string> name_of(const transports::message&) const;
  caf::actor_id link_below(const wire::route& way) const;
  status admit(caf::actor_id link, std::string_view address) const;
  status host(transports::message&&);
  void end_relays_of(caf::actor_id first_hop);

  channels::context& node_;
  hosted_relays relays_;
  std::unordered_map<caf::actor_id, std::set<std::string, std::less<>>> by_first_hop_;
  std::unordered_map<caf::actor_id, std::size_t> by_link_;
};

} // namespace ockam::actors
