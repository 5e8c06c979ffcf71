// The addresses at which a node answers handshakes: `api`, and what commands add to it. Each has an
// identity to prove and may be for some peers only. Removing one leaves its channels open.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/routing/identities.hpp"
#include "channels/workers/channel_listener.hpp"
#include "config/spec/secure_channel_listener.hpp"
#include "transports/work/pinned_ref.hpp"

#include <string>
#include <vector>

namespace ockam::actors {

class secure_channel_listeners final : public resource_of_kind<config::secure_channel_listener> {
public:
  explicit secure_channel_listeners(const identities& who) : who_(who) {}

  /// Starts a listener. Errors: already_exists for an address that is taken, limit for one that is
  /// too long, config without an identity.
  status start(const std::string& address, std::shared_ptr<const channels::own_identity> self,
               channels::allow_list authorized);

  /// How many handshakes the busiest listener has, of those that `which` bounds.
  std::size_t handshakes(config::limit which) const;

  result<json> list() const override;
  result<json> show(std::string_view address) const override;
  void create(const config::secure_channel_listener& wanted, const answer&) override;
  result<json> remove(std::string_view address) override;

private:
  struct entry {
    std::string address;
    transports::pinned_ref<channels::channel_listener> worker;
  };
  static json describe(const entry&);
  std::vector<entry>::const_iterator find(std::string_view address) const;

  const identities& who_;
  std::vector<entry> open_;
};

} // namespace ockam::actors
