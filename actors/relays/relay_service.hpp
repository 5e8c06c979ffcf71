// Makes relays for those who ask, under the names `forwarding_service` and
// `static_forwarding_service`. Source: spec wire §4.1.
//   request := BARE string NAME, `register` for a random one     the relay's address:
//   forward_to_NAME
// A newer registration of a name replaces the older one. A relay ends with the hop that leads to
// its owner: a link, or a secure channel. Limits: config/defaults.hpp, "relays". Policies for
// relays, by name or for the type, and with an authority the default, say who may have one. A
// project's node asks more, spec wire §4.4: who registers has shown a credential whose attribute
// `ockam-relay` is `*` or NAME, and a name that somebody has is nobody else's. Who may not gets no
// answer; log and audit log say why.
#pragma once
#include "actors/projects/member_book.hpp"
#include "channels/workers/context.hpp"
#include "transports/work/worker.hpp"
#include "wire/routing/relay_name.hpp"

#include <map>
#include <set>
#include <string>
#include <unordered_map>

namespace ockam::actors {

class relay_service final : public transports::worker {
public:
  static constexpr std::string_view plain_name = "forwarding_service";
  static constexpr std::string_view static_name = "static_forwarding_service";
  static constexpr std::string_view any_name = "register";

  struct hosted {
    wire::route owner; ///< what the relay puts in front
    caf::actor relay;
    caf::actor first_hop;
    caf::actor_id link; ///< what the registration came through, below all channels
    std::optional<wire::identifier> peer; ///< who registered it, if that is proven
  };
  using hosted_relays = std::map<std::string, hosted, std::less<>>; ///< by address, forward_to_n1

  enum class host : unsigned char { any_node, project_node };

  /// `audit`: where a project's node writes down what it refuses.
  relay_service(caf::actor_config& cfg, channels::context& node, host kind = host::any_node,
                member_book audit = {})
      : worker(cfg), node_(node), kind_(kind), audit_(std::move(audit)) {}

  void deliver(transports::message&&) override;

  const hosted_relays& relays() const noexcept { return relays_; }
  /// Ends a relay. False if there is none.
  bool remove(std::string_view address);
  /// Policies have changed, or the standing of `whose`: ends the relays of those who may not have
  /// them any more.
  void ask_again(const std::optional<wire::identifier>& whose);

protected:
  void on_start() override;
  void on_exit() override;

private:
  result<std::string> name_of(const transports::message&) const;
  caf::actor_id link_below(const wire::route& way) const;
  status admit(caf::actor_id link, std::string_view address) const;
  /// Whether who sent it may have a relay of that name. Errors: denied.
  status ask_policy(std::string_view address, const std::optional<wire::identifier>& peer) const;
  status permit(const transports::message&, std::string_view address) const;
  status host_for(transports::message&&);
  void refuse(const transports::message&, const error& why) const;
  void end_relays_of(caf::actor_id first_hop);

  channels::context& node_;
  const host kind_;
  member_book audit_;
  hosted_relays relays_;
  std::unordered_map<caf::actor_id, std::set<std::string, std::less<>>> by_first_hop_;
  std::unordered_map<caf::actor_id, std::size_t> by_link_;
};

} // namespace ockam::actors
