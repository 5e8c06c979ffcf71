// Begins a secure channel with a listener somewhere.
#pragma once
#include "channels/identity/allow_list.hpp"
#include "channels/workers/channel_table.hpp"
#include "channels/workers/context.hpp"

#include <functional>

namespace ockam::channels {

struct channel_request {
  wire::route listener; ///< its last hop is the listener's address, `api`
  std::shared_ptr<const own_identity> self;
  allow_list authorized;
  transports::duration timeout = config::handshake_timeout;
  std::string encryptor{}; ///< address that an earlier encryptor had; empty for a new one
};

/// A handshake under way. Its destructor cancels it; the answer then never comes.
struct channel_opening {
  virtual ~channel_opening() = default;
};

/// Answers once, on the reactor, never from inside this call; the channel stays open when the
/// opening is destroyed after that. Errors: timed_out (nobody answered), unavailable (the way
/// ended), denied (the peer did not prove who it is, or is not authorized), protocol, limit
/// (config::channels_max), already_exists (the encryptor's address is taken).
[[nodiscard]] std::unique_ptr<channel_opening>
open_channel(context&, channel_request, std::function<void(result<channel_info>)> answer);

} // namespace ockam::channels
