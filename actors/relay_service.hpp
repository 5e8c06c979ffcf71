// Makes relays for those who ask, under the names `forwarding_service` and
// `static_forwarding_service`. Source: spec wire §4.1.
//   request := BARE string NAME, `register` for a random one     the relay's address:
//   forward_to_NAME
// A newer registration of a name replaces the older one. A relay ends with the hop that leads to
// its owner, nearly always a link. Limits: config/defaults.hpp, "relays".
#pragma once
#include "transports/context.hpp"
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
  };
  using hosted_relays = std::map<std::string, hosted, std::less<>>; ///< by address, forward_to_n1

  relay_service(caf::actor_config& cfg, transports::context& node) : worker(cfg), node_(node) {}

  void deliver(transports::message&&) override;

  const hosted_relays& relays() const noexcept { return relays_; }
  /// Ends a relay. False if there is none.
  bool remove(std::string_view address);

protected:
  void on_start() override;
  void on_exit() override;

private:
  result<std::string> name_of(const transports::message&) const;
  status admit(const caf::actor& first_hop, std::string_view address) const;
  status host(transports::message&&);
  void end_relays_of(caf::actor_id first_hop);

  transports::context& node_;
  hosted_relays relays_;
  std::unordered_map<caf::actor_id, std::set<std::string, std::less<>>> by_first_hop_;
};

} // namespace ockam::actors
