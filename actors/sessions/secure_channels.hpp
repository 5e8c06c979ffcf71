// The secure channels of a node as commands list them: those that commands made, those that routes
// opened on their way, and those that peers opened. A channel that a command made is also listed
// while it is being opened again.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/routing/identities.hpp"
#include "actors/sessions/managed_channel.hpp"
#include "config/spec/secure_channel.hpp"
#include "transports/work/pinned_ref.hpp"

#include <map>
#include <string>

namespace ockam::actors {

class secure_channels final : public resource_of_kind<config::secure_channel> {
public:
  explicit secure_channels(const identities& who) : who_(who) {}

  result<json> list() const override;
  /// The channel with that encryptor or decryptor.
  result<json> show(std::string_view address) const override;
  /// Opens a channel. Its route ends with the listener, as /service/X.
  void create(const config::secure_channel& wanted, const answer&) override;
  result<json> remove(std::string_view address) override;

private:
  using kept = transports::pinned_ref<managed_channel>;

  json describe(const channels::channel_info&) const;
  json describe_lost(const managed_channel&) const;
  void start(managed_channel::request, bool waits, const answer&);

  const identities& who_;
  std::map<std::string, kept, std::less<>> kept_; ///< by encryptor
};

} // namespace ockam::actors
